namespace Tacit.Crdt.Structs;

/// <summary>
/// Deletes attribute markers that no longer do anything. Edits do this where they happen; when edits of others come
/// in, the affected texts are cleaned in a transaction of its own, which every replica may perform: deleting the
/// same marker twice is deleting it once.
/// </summary>
internal static class FormatCleanup
{
    /// <summary>Cleans what a transaction from elsewhere may have left behind.</summary>
    public static void Run(Transaction transaction, IReadOnlyList<long> touched)
    {
        var doc = transaction.Doc;
        var whole = new HashSet<Branch>();
        foreach (var client in touched)
        {
            var clock = transaction.StateBefore(client);
            var list = doc.Store.ListOf(client)!;
            doc.Store.Visit(transaction, list, clock, list.State, added =>
            {
                if (added is Item { IsDeleted: false, Content: FormatContent } item)
                    whole.Add(item.Parent);
            });
        }
        doc.Transact(cleaning =>
        {
            doc.Store.VisitDeleted(transaction, transaction.Deletes, deleted =>
            {
                if (deleted is not Item item || !item.Parent.HasFormatting || whole.Contains(item.Parent))
                    return;
                if (item.Content is FormatContent)
                    whole.Add(item.Parent);
                else
                    CleanAround(cleaning, item);
            });
            // Where a marker came or went, any other may have become useless.
            foreach (var text in whole)
                CleanText(cleaning, text);
        });
    }

    /// <summary>Deletes markers between two visible items that have no effect.</summary>
    /// <param name="transaction">The open transaction.</param>
    /// <param name="start">First item of the gap.</param>
    /// <param name="current">Up to here, deletions also change <paramref name="attributes"/>.</param>
    /// <param name="startAttributes">In force before the gap.</param>
    /// <param name="attributes">In force at <paramref name="current"/>.</param>
    public static void CleanGap(Transaction transaction, Item? start, Item? current, FormatMap startAttributes,
        FormatMap attributes)
    {
        var end = start;
        var lastMarkers = new Dictionary<string, FormatContent>(StringComparer.Ordinal);
        while (end is { IsVisible: false })
        {
            if (!end.IsDeleted && end.Content is FormatContent format)
                lastMarkers[format.Key] = format;
            end = end.Right;
        }
        var reached = false;
        for (var item = start; item is not null && !ReferenceEquals(item, end); item = item.Right)
        {
            reached |= ReferenceEquals(item, current);
            if (item.IsDeleted || item.Content is not FormatContent format)
                continue;
            var before = startAttributes.ValueOrNull(format.Key);
            var isOverwritten = !ReferenceEquals(lastMarkers.GetValueOrDefault(format.Key), format);
            // By identity, as Yjs does it: a marker that repeats an equal object stays.
            if (isOverwritten || before.IsSameAs(format.Value))
            {
                Deletion.Delete(transaction, item);
                if (!reached && attributes.ValueOrNull(format.Key).IsSameAs(format.Value)
                    && !before.IsSameAs(format.Value))
                {
                    if (before.IsNull)
                        attributes.Remove(format.Key);
                    else
                        attributes.Set(format.Key, before);
                }
            }
            if (!reached && !item.IsDeleted)
                attributes.Apply(format);
        }
    }

    /// <summary>Deletes all but the last marker of each key in the gap around an item. Needs no knowledge of what is
    /// in force, so it needs no walk from the start.</summary>
    private static void CleanAround(Transaction transaction, Item? item)
    {
        while (item?.Right is { IsVisible: false } right)
            item = right;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (; item is { IsVisible: false }; item = item.Left)
        {
            if (!item.IsDeleted && item.Content is FormatContent format && !seen.Add(format.Key))
                Deletion.Delete(transaction, item);
        }
    }

    private static void CleanText(Transaction transaction, Branch text)
    {
        var start = text.Start;
        var startAttributes = new FormatMap();
        var attributes = new FormatMap();
        for (var end = start; end is not null; end = end.Right)
        {
            if (end.IsDeleted)
                continue;
            if (end.Content is FormatContent format)
            {
                attributes.Apply(format);
                continue;
            }
            CleanGap(transaction, start, end, startAttributes, attributes);
            startAttributes = new FormatMap(attributes);
            start = end;
        }
    }
}
