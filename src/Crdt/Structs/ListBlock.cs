namespace Tacit.Crdt.Structs;

/// <summary>
/// Some neighbouring items of one list, or some neighbouring blocks of these, with what a walk needs to know to step
/// over all of them at once. Lists get blocks when a walk has turned out long, and keep them up to date from then on;
/// short lists have none.
/// </summary>
/// <remarks>
/// Invariants: the items of a list are either all in blocks or none. What is in a block is neighbours. The blocks of
/// one level are chained in the order of the list, and each but the topmost is in one of the level above. So the way
/// from anywhere to anywhere takes as many steps as the number of items has digits, however long the list is.
/// </remarks>
internal sealed class ListBlock
{
    /// <summary>So few that finding a place within one touches little memory.</summary>
    private const int CountMax = 16;

    /// <summary>Steps after which a walk is long enough for blocks to pay.</summary>
    public const int WalkMax = 512;

    // The first of what is in this: an item in the lowest level, a block in all others.
    private Item? _firstItem;
    private ListBlock? _firstBlock;
    private int _count;
    private ListBlock? _above;
    private ListBlock? _next;
    private ListBlock? _previous;

    /// <summary>Visible elements in all items.</summary>
    private long _visible;

    /// <summary>How many items do not go on, in client and clock, where the item to their left ends.</summary>
    private int _breaks;

    private ListBlock(Item first) => _firstItem = first;

    private ListBlock(ListBlock first) => _firstBlock = first;

    private Item First
    {
        get
        {
            var block = this;
            while (block._firstBlock is { } lower)
                block = lower;
            return block._firstItem!;
        }
    }

    /// <summary>Puts all items of a list into blocks.</summary>
    public static void Build(Branch branch)
    {
        ListBlock? block = null;
        for (var item = branch.Start; item is not null; item = item.Right)
        {
            if (block is null || block._count == CountMax / 2)
                block = new ListBlock(item).ChainAfter(block);
            block.Take(item);
        }
        for (var lowest = branch.Start?.Block; lowest?._next is not null; lowest = lowest._above)
        {
            ListBlock? above = null;
            for (var lower = lowest; lower is not null; lower = lower._next)
            {
                if (above is null || above._count == CountMax / 2)
                    above = new ListBlock(lower).ChainAfter(above);
                above.Take(lower);
            }
        }
    }

    /// <summary>Called when an item has been linked into its list.</summary>
    public static void OnInserted(Item item)
    {
        var block = item.Left?.Block ?? item.Right?.Block;
        if (block is null)
            return;
        if (item.Left is null)
            block._firstItem = item;
        item.Block = block;
        block._count++;
        block.Change(item.IsVisible ? item.Length : 0, Continues(item, item.Left) ? 0 : 1);
        if (item.Right is { Block: { } rightBlock } right)
            rightBlock.Change(0, (Continues(right, item) ? 0 : 1) - (Continues(right, item.Left) ? 0 : 1));
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
            block.Change(-right.Length, 0);
            left.Block!.Change(right.Length, 0);
        }
        if (block._count == 0)
            block.Remove();
        else
            block._firstItem = right.Right!;
    }

    /// <summary>Called when an item stops being visible.</summary>
    public void OnHidden(long length) => Change(-length, 0);

    /// <summary>Steps from the first item of a block to that of another to the right, as far as a walk that ends after
    /// so many visible elements would not end in between.</summary>
    public static bool TryStepOver(ref Item item, ref long left)
    {
        var block = StartingAt(item);
        var hasMoved = false;
        while (block is not null)
        {
            if (block is { _next: { } next } && block._visible < left)
            {
                left -= block._visible;
                block = next.Highest();
                hasMoved = true;
            }
            else if (block._firstBlock is { } lower)
            {
                block = lower;
            }
            else
            {
                break;
            }
        }
        if (hasMoved)
            item = block!.First;
        return hasMoved;
    }

    /// <summary>The same to the left: from the first item of a block to that of one before.</summary>
    public static bool TryStepBack(ref Item item, ref long at, long index)
    {
        var block = StartingAt(item);
        var hasMoved = false;
        while (block is not null)
        {
            if (block._previous is { } previous && at - previous._visible > index)
            {
                at -= previous._visible;
                block = previous.Highest();
                hasMoved = true;
            }
            else if (block._firstBlock is { } lower)
            {
                block = lower;
            }
            else
            {
                break;
            }
        }
        if (hasMoved)
            item = block!.First;
        return hasMoved;
    }

    /// <summary>The same to the left, over blocks without a break. The caller knows that there is none before the
    /// item.</summary>
    public static bool TryStepBackUnbroken(ref Item item, ref long at)
    {
        var block = StartingAt(item);
        var hasMoved = false;
        while (block is not null)
        {
            if (block._previous is { _breaks: 0 } previous)
            {
                at -= previous._visible;
                block = previous.Highest();
                hasMoved = true;
            }
            else if (block._firstBlock is { } lower)
            {
                block = lower;
            }
            else
            {
                break;
            }
        }
        if (hasMoved)
            item = block!.First;
        return hasMoved;
    }

    private static ListBlock? StartingAt(Item item) =>
        item.Block is { } block && ReferenceEquals(block._firstItem, item) ? block.Highest() : null;

    /// <summary>The highest block that begins where this one does: from there the steps are longest.</summary>
    private ListBlock Highest()
    {
        var block = this;
        while (block._above is { } above && ReferenceEquals(above._firstBlock, block))
            block = above;
        return block;
    }

    private static bool Continues(Item item, Item? left) =>
        left is not null && left.Client == item.Client && left.End == item.Clock;

    private void Change(long visible, int breaks)
    {
        for (var block = this; block is not null; block = block._above)
        {
            block._visible += visible;
            block._breaks += breaks;
        }
    }

    // Of a block that is new and in none above it yet.
    private void Take(Item item)
    {
        item.Block = this;
        _count++;
        if (item.IsVisible)
            _visible += item.Length;
        if (!Continues(item, item.Left))
            _breaks++;
    }

    private void Take(ListBlock lower)
    {
        lower._above = this;
        _count++;
        _visible += lower._visible;
        _breaks += lower._breaks;
    }

    private ListBlock ChainAfter(ListBlock? previous)
    {
        _previous = previous;
        _next = previous?._next;
        if (previous is not null)
            previous._next = this;
        if (_next is not null)
            _next._previous = this;
        return this;
    }

    private void SplitIfFull()
    {
        for (var block = this; block is not null && block._count > CountMax; block = block._above)
            block.Split();
    }

    private void Split()
    {
        var keep = _count / 2;
        var right = _firstItem is null ? SplitBlocks(keep) : SplitItems(keep);
        _count = keep;
        _visible -= right._visible;
        _breaks -= right._breaks;
        right.ChainAfter(this);
        if (_above is null)
        {
            // Nothing was above: the two need something that holds them together.
            new ListBlock(this).Take(this);
            _above!.Take(right);
        }
        else
        {
            // What is above holds as much as before.
            right._above = _above;
            _above._count++;
        }
    }

    private ListBlock SplitItems(int keep)
    {
        var item = _firstItem!;
        for (var i = 0; i < keep; i++)
            item = item.Right!;
        var right = new ListBlock(item);
        for (var moved = _count - keep; moved > 0; moved--)
        {
            right.Take(item);
            item = item.Right!;
        }
        return right;
    }

    private ListBlock SplitBlocks(int keep)
    {
        var lower = _firstBlock!;
        for (var i = 0; i < keep; i++)
            lower = lower._next!;
        var right = new ListBlock(lower);
        for (var moved = _count - keep; moved > 0; moved--)
        {
            right.Take(lower);
            lower = lower._next!;
        }
        return right;
    }

    // Whoever takes this away has seen to it that it holds nothing.
    private void Remove()
    {
        for (var block = this; block is not null && block._count == 0;)
        {
            if (block._previous is not null)
                block._previous._next = block._next;
            if (block._next is not null)
                block._next._previous = block._previous;
            var above = block._above;
            if (above is not null)
            {
                above._count--;
                if (ReferenceEquals(above._firstBlock, block))
                    above._firstBlock = block._next;
            }
            block = above;
        }
    }
}
