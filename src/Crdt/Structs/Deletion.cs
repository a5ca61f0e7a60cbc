namespace Tacit.Crdt.Structs;

/// <summary>
/// Deletes items and everything nested in them. With a stack of its own: how deep types nest is for others to say.
/// </summary>
internal static class Deletion
{
    public static void Delete(Transaction transaction, Item item)
    {
        if (item.IsDeleted)
            return;
        if (Mark(transaction, item) is not { } branch)
            return;
        var open = new Stack<Nested>();
        open.Push(new Nested(branch));
        while (open.TryPeek(out var top))
        {
            if (top.Next() is not { } child)
            {
                open.Pop();
                transaction.ForgetChange(top.Branch);
            }
            else if (!child.IsDeleted)
            {
                if (Mark(transaction, child) is { } inner)
                    open.Push(new Nested(inner));
            }
            else if (child.Clock < transaction.StateBefore(child.Client))
            {
                // Deleted earlier and kept in place; now that its parent goes, it may merge with its neighbours.
                transaction.MergeCandidates.Add(child);
            }
        }
    }

    /// <returns>The type whose children are to be deleted next, or null.</returns>
    private static Branch? Mark(Transaction transaction, Item item)
    {
        var parent = item.Parent;
        if (item.IsCountable && item.Key is null)
        {
            parent.Length -= item.Length;
            item.Block?.OnHidden(item.Length);
        }
        item.MarkDeleted();
        transaction.Deletes.Add(item.Client, item.Clock, item.Length);
        transaction.OnChanged(parent, item.Key);
        switch (item.Content)
        {
            case TypeContent type:
                return type.Branch;
            case DocContent doc:
                if (!transaction.SubDocs.Added.Remove(doc.Doc))
                    transaction.SubDocs.Removed.Add(doc.Doc);
                return null;
            default:
                return null;
        }
    }

    /// <summary>
    /// The children of a type that are still to be visited: the list, then the last item of each key.
    /// </summary>
    private sealed class Nested(Branch branch)
    {
        private Item? _next = branch.Start;
        private Queue<Item>? _lastOfKeys;

        public Branch Branch { get; } = branch;

        public Item? Next()
        {
            if (_next is { } item)
            {
                _next = item.Right;
                return item;
            }
            _lastOfKeys ??= new Queue<Item>(Branch.Map.Values);
            return _lastOfKeys.TryDequeue(out var last) ? last : null;
        }
    }
}
