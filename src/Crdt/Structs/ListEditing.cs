using System.Diagnostics;

namespace Tacit.Crdt.Structs;

/// <summary>Reads and edits the list of a type by index.</summary>
internal static class ListEditing
{
    public static void Insert(Transaction transaction, Branch branch, long index, ReadOnlySpan<Any> values)
    {
        if (index == 0)
        {
            branch.Markers?.OnChanged(0, values.Length);
            InsertAfter(transaction, branch, null, values);
            return;
        }
        var left = FindLeft(transaction, branch, index);
        branch.Markers?.OnChanged(index, values.Length);
        InsertAfter(transaction, branch, left, values);
    }

    /// <summary>Adds at the very end, behind deleted items too.</summary>
    public static void Push(Transaction transaction, Branch branch, ReadOnlySpan<Any> values)
    {
        var last = branch.Markers?.Rightmost() ?? branch.Start;
        while (last?.Right is { } right)
            last = right;
        InsertAfter(transaction, branch, last, values);
    }

    public static void InsertAfter(Transaction transaction, Branch branch, Item? left, ReadOnlySpan<Any> values)
    {
        var right = left is null ? branch.Start : left.Right;
        // Plain values in a row share one item.
        var plain = 0;
        for (var i = 0; i <= values.Length; i++)
        {
            if (i < values.Length && IsPlain(values[i]))
            {
                plain++;
                continue;
            }
            if (plain > 0)
            {
                var packed = new AnyContent(values.Slice(i - plain, plain).ToArray());
                left = TextEditing.InsertItem(transaction, branch, left, right, packed);
                plain = 0;
            }
            if (i < values.Length)
                left = TextEditing.InsertItem(transaction, branch, left, right, ContentFor(values[i]));
        }
    }

    public static void Delete(Transaction transaction, Branch branch, long index, long length)
    {
        if (length == 0)
            return;
        var (item, at) = Near(branch, index);
        var left = index - at;
        for (; item is not null && left > 0; item = item.Right)
        {
            while (ListBlock.TryStepOver(ref item, ref left))
            {
            }
            if (!item.IsVisible)
                continue;
            if (left < item.Length)
                transaction.Doc.Store.Split(transaction, item, left);
            left -= item.Length;
        }
        var rest = length;
        for (; rest > 0 && item is not null; item = item.Right)
        {
            if (item.IsDeleted)
                continue;
            if (rest < item.Length)
                transaction.Doc.Store.Split(transaction, item, rest);
            Deletion.Delete(transaction, item);
            rest -= item.Length;
        }
        branch.Markers?.OnChanged(index, rest - length);
    }

    /// <summary>The element at an index, undefined beyond the end.</summary>
    public static Any Get(Branch branch, long index)
    {
        var (item, at) = Near(branch, index);
        var left = index - at;
        for (; item is not null; item = item.Right)
        {
            while (ListBlock.TryStepOver(ref item, ref left))
            {
            }
            if (!item.IsVisible)
                continue;
            if (left < item.Length)
                return item.Content.ValueAt((int)left);
            left -= item.Length;
        }
        return Any.Undefined;
    }

    public static List<Any> ToList(Branch branch, Snapshot? snapshot = null)
    {
        var values = new List<Any>();
        for (var item = branch.Start; item is not null; item = item.Right)
        {
            if (item.IsCountable && (snapshot?.Shows(item) ?? !item.IsDeleted))
                item.Content.AppendTo(values);
        }
        return values;
    }

    /// <summary>The content that holds one value of a program.</summary>
    public static Content ContentFor(Any value) => value.Kind switch
    {
        AnyKind.Bytes => new BinaryContent(value.RawBytes!),
        AnyKind.Shared => new TypeContent(Detached(value.AsShared!)),
        AnyKind.Document => new DocContent(Detached(value.AsDoc!)),
        AnyKind.Undefined or AnyKind.Null or AnyKind.Boolean or AnyKind.Number or AnyKind.BigInt or AnyKind.String
            or AnyKind.Array or AnyKind.Object => new AnyContent(value),
        _ => throw new UnreachableException(),
    };

    private static Branch Detached(SharedType shared) => shared.Branch.Doc is null
        ? shared.Branch
        : throw new InvalidOperationException("The type is in a document already; insert a clone of it.");

    private static Doc Detached(Doc doc) => doc.Item is null
        ? doc
        : throw new InvalidOperationException("The document is a sub-document already; make another of its guid.");

    private static bool IsPlain(Any value) => value.Kind is not (AnyKind.Bytes or AnyKind.Shared or AnyKind.Document);

    private static (Item? Item, long Index) Near(Branch branch, long index) =>
        branch.Markers?.Find(branch, index) is { } near ? (near.Item, near.Index) : (branch.Start, 0);

    /// <summary>The item that ends at an index above 0, split off if need be.</summary>
    private static Item? FindLeft(Transaction transaction, Branch branch, long index)
    {
        var (item, at) = Near(branch, index);
        var left = index - at;
        if (left == 0 && item is not null)
        {
            // The walk below looks for an item that ends here, so it starts one earlier.
            item = item.Previous;
            left = item is { IsVisible: true } ? item.Length : 0;
        }
        for (; item is not null; item = item.Right)
        {
            while (ListBlock.TryStepOver(ref item, ref left))
            {
            }
            if (!item.IsVisible)
                continue;
            if (left <= item.Length)
            {
                if (left > 0 && left < item.Length)
                    transaction.Doc.Store.Split(transaction, item, left);
                break;
            }
            left -= item.Length;
        }
        return item;
    }
}
