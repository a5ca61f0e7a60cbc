namespace Tacit.Crdt.Structs;

/// <summary>
/// Some hundred neighbouring items of one list, with what a walk needs to know to step over all of them at once.
/// Lists get blocks when a walk has turned out long, and keep them up to date from then on; short lists have none.
/// Invariants: the items of a list are either all in blocks or none; a block's items are neighbours, its first one is
/// <see cref="First"/>, and the blocks are chained in the order of the list.
/// </summary>
internal sealed class ListBlock
{
    private const int CountMax = 128;

    /// <summary>Steps after which a walk is long enough for blocks to pay.</summary>
    public const int WalkMax = 512;

    private int _count;

    private ListBlock(Item first) => First = first;

    public Item First { get; private set; }

    public ListBlock? Next { get; private set; }

    public ListBlock? Previous { get; private set; }

    /// <summary>Visible elements in all items of the block.</summary>
    public long Visible { get; private set; }

    /// <summary>How many items of the block do not go on, in client and clock, where the item to their left ends.
    /// </summary>
    public int Breaks { get; private set; }

    /// <summary>Puts all items of a list into blocks.</summary>
    public static void Build(Branch branch)
    {
        ListBlock? block = null;
        for (var item = branch.Start; item is not null; item = item.Right)
        {
            if (block is null || block._count == CountMax / 2)
                block = new ListBlock(item) { Previous = block };
            if (block.Previous is { Next: null } previous)
                previous.Next = block;
            block.Take(item);
        }
    }

    /// <summary>Called when an item has been linked into its list.</summary>
    public static void OnInserted(Item item)
    {
        var block = item.Left?.Block ?? item.Right?.Block;
        if (block is null)
            return;
        if (item.Left is null)
            block.First = item;
        block.Take(item);
        if (item.Right is { Block: { } rightBlock } right)
            rightBlock.Breaks += (Continues(right, item) ? 0 : 1) - (Continues(right, item.Left) ? 0 : 1);
        block.SplitIfFull();
    }

    /// <summary>Called when an item has been cut: the right part is new, what both hold was counted before.</summary>
    public static void OnSplit(Item left, Item right)
    {
        if (left.Block is not { } block)
            return;
        right.Block = block;
        block._count++;
        block.SplitIfFull();
    }

    /// <summary>Called before a left item takes over its right neighbour.</summary>
    public static void OnMerging(Item left, Item right)
    {
        if (right.Block is not { } block)
            return;
        right.Block = null;
        block._count--;
        if (ReferenceEquals(left.Block, block))
            return;
        if (right.IsVisible)
        {
            block.Visible -= right.Length;
            left.Block!.Visible += right.Length;
        }
        if (block._count == 0)
            block.Unchain();
        else
            block.First = right.Right!;
    }

    /// <summary>Called when an item stops being visible.</summary>
    public void OnHidden(long length) => Visible -= length;

    /// <summary>Steps from the first item of a block to that of the next, if a walk to the right that ends after so
    /// many visible elements would not end in between.</summary>
    public static bool TryStepOver(ref Item item, ref long left)
    {
        if (item.Block is not { Next: { } next } block || !ReferenceEquals(block.First, item) || block.Visible >= left)
            return false;
        left -= block.Visible;
        item = next.First;
        return true;
    }

    /// <summary>The same to the left: from the first item of a block to that of the one before.</summary>
    public static bool TryStepBack(ref Item item, ref long at, long index)
    {
        if (item.Block is not { Previous: { } previous } block || !ReferenceEquals(block.First, item)
            || at - previous.Visible <= index)
        {
            return false;
        }
        at -= previous.Visible;
        item = previous.First;
        return true;
    }

    /// <summary>The same to the left, over a block without a break. The caller knows that there is none before the
    /// item.</summary>
    public static bool TryStepBackUnbroken(ref Item item, ref long at)
    {
        if (item.Block is not { Previous: { Breaks: 0 } previous } block || !ReferenceEquals(block.First, item))
            return false;
        at -= previous.Visible;
        item = previous.First;
        return true;
    }

    private static bool Continues(Item item, Item? left) =>
        left is not null && left.Client == item.Client && left.End == item.Clock;

    private void Take(Item item)
    {
        item.Block = this;
        _count++;
        if (item.IsVisible)
            Visible += item.Length;
        if (!Continues(item, item.Left))
            Breaks++;
    }

    private void SplitIfFull()
    {
        if (_count <= CountMax)
            return;
        var keep = _count / 2;
        var item = First;
        for (var i = 0; i < keep; i++)
            item = item.Right!;
        var right = new ListBlock(item) { Previous = this, Next = Next };
        if (Next is not null)
            Next.Previous = right;
        Next = right;
        for (var moved = _count - keep; moved > 0; moved--)
        {
            right.Take(item);
            item = item.Right!;
        }
        _count = keep;
        Visible -= right.Visible;
        Breaks -= right.Breaks;
    }

    private void Unchain()
    {
        if (Previous is not null)
            Previous.Next = Next;
        if (Next is not null)
            Next.Previous = Previous;
    }
}
