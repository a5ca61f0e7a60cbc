namespace Tacit.Crdt.Structs;

/// <summary>
/// What makes a document small again after a transaction: deleted content is dropped, and structs that can be one
/// become one. Which do is visible in the encoded bytes, so the order of steps is that of Yjs.
/// </summary>
internal static class Cleanup
{
    /// <summary>Drops the content of what was deleted; what was nested in it loses even its place.</summary>
    public static void CollectGarbage(DeleteSet deletes, StructStore store, Func<Id, bool>? filter)
    {
        foreach (var (client, ranges) in deletes.ByClient)
        {
            var list = store.ListOf(client);
            for (var i = ranges.Count - 1; i >= 0 && list is not null; i--)
            {
                var cursor = list.At(ranges[i].Clock);
                do
                {
                    var current = cursor.Current;
                    if (current.Clock >= ranges[i].End)
                        break;
                    if (current is Item { IsDeleted: true, Keep: false } item && filter?.Invoke(item.Id) != false)
                        Collect(item, store);
                }
                while (cursor.MoveNext());
            }
        }
    }

    /// <summary>Merges around every deleted range, from right to left.</summary>
    public static void MergeDeleted(DeleteSet deletes, StructStore store)
    {
        foreach (var (client, ranges) in deletes.ByClient)
        {
            var list = store.ListOf(client);
            for (var i = ranges.Count - 1; i >= 0 && list is not null; i--)
            {
                var cursor = list.At(ranges[i].End - 1);
                cursor.MoveNext();
                MergeDownTo(cursor, ranges[i].Clock);
            }
        }
    }

    /// <summary>Merges what a client has added, from its end down to the first new struct.</summary>
    public static void MergeAdded(StructList list, long clockBefore)
    {
        var last = list.At(list.State - 1);
        var first = list.At(clockBefore);
        if (first.IsFirst && !first.MoveNext())
            return;
        MergeDownTo(last, first.Current.Clock);
    }

    /// <summary>Merges what splits, undone by now, have left apart.</summary>
    public static void MergeSplit(List<Item> candidates, StructStore store)
    {
        for (var i = candidates.Count - 1; i >= 0; i--)
        {
            var candidate = candidates[i];
            if (store.ListOf(candidate.Client) is not { } list)
                continue;
            var cursor = list.At(candidate.Clock);
            if (cursor.MoveNext())
            {
                var merged = cursor.MergeLeft();
                if (merged > 1)
                    continue;
                if (merged == 0)
                    cursor.MovePrevious();
            }
            cursor.MergeLeft();
        }
    }

    private static void MergeDownTo(StructCursor cursor, long clock)
    {
        while (!cursor.IsFirst && cursor.Current.Clock >= clock)
        {
            cursor.MergeLeft();
            if (!cursor.MovePrevious())
                return;
        }
    }

    private static void Collect(Item item, StructStore store)
    {
        if (item.Content is TypeContent type)
            CollectChildren(type.Branch, store);
        if (item.Content is not DeletedContent)
            item.Content = new DeletedContent(item.Length);
    }

    private static void CollectChildren(Branch branch, StructStore store)
    {
        var open = new Stack<Branch>();
        open.Push(branch);
        while (open.TryPop(out var current))
        {
            for (var item = current.Start; item is not null; item = item.Right)
                Forget(item);
            foreach (var last in current.Map.Values)
            {
                for (var item = last; item is not null; item = item.Left)
                    Forget(item);
            }
            current.Forget();
        }

        void Forget(Item item)
        {
            if (item.Content is TypeContent type)
                open.Push(type.Branch);
            store.ListOf(item.Client)!.At(item.Clock).Replace(new Gc(item.Client, item.Clock, item.Length));
        }
    }
}
