namespace Tacit.Crdt.Structs;

/// <summary>Reads and edits the keys of a type.</summary>
internal static class MapEditing
{
    public static void Set(Transaction transaction, Branch branch, string key, Any value)
    {
        var doc = transaction.Doc;
        var left = branch.MapItem(key);
        var id = new Id(doc.ClientId, doc.Store.StateOf(doc.ClientId));
        var content = ListEditing.ContentFor(value);
        var item = new Item(id, left, left?.LastId ?? Id.None, null, Id.None, branch, key, content);
        Placement.Integrate(item, transaction, 0);
    }

    public static void Delete(Transaction transaction, Branch branch, string key)
    {
        if (branch.MapItem(key) is { } item)
            Deletion.Delete(transaction, item);
    }

    public static Any Get(Branch branch, string key) =>
        branch.MapItem(key) is { IsDeleted: false } item ? item.Content.LastValue : Any.Undefined;

    public static bool Has(Branch branch, string key) => branch.MapItem(key) is { IsDeleted: false };

    public static IEnumerable<KeyValuePair<string, Any>> Entries(Branch branch) => branch.Map
        .Where(pair => !pair.Value.IsDeleted)
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Content.LastValue));

    /// <summary>The value a key had at a snapshot.</summary>
    public static Any Get(Branch branch, string key, Snapshot snapshot)
    {
        var item = branch.MapItem(key);
        while (item is not null && item.Clock >= snapshot.State[item.Client])
            item = item.Left;
        return item is not null && snapshot.Shows(item) ? item.Content.LastValue : Any.Undefined;
    }
}
