namespace Tacit.Crdt.Structs;

/// <summary>
/// Brings deleted items back. Never by marking them as not deleted: others may have dropped their content. A copy is
/// inserted where the item was, and the item remembers its copy.
/// </summary>
internal sealed class Redo
{
    private readonly Transaction _transaction;
    private readonly StructStore _store;
    private readonly HashSet<Item> _toRedo;
    private readonly DeleteSet _toDelete;
    private readonly bool _ignoreRemote;
    private readonly Func<Id, bool> _isDeletedByHistory;

    /// <param name="transaction">The open transaction.</param>
    /// <param name="toRedo">All items that are to come back.</param>
    /// <param name="toDelete">What will be deleted afterwards, and so does not stand in the way.</param>
    /// <param name="ignoreRemote">Whether keys set by others since are overwritten.</param>
    /// <param name="isDeletedByHistory">Whether some step of the history has deleted an element.</param>
    public Redo(Transaction transaction, IEnumerable<Item> toRedo, DeleteSet toDelete, bool ignoreRemote,
        Func<Id, bool> isDeletedByHistory)
    {
        _transaction = transaction;
        _store = transaction.Doc.Store;
        _toRedo = [.. toRedo];
        _toDelete = toDelete;
        _ignoreRemote = ignoreRemote;
        _isDeletedByHistory = isDeletedByHistory;
    }

    /// <summary>The struct that stands for an element after undoing, and the element's offset in it.</summary>
    public static (Struct Found, long Offset) Follow(StructStore store, Id id)
    {
        while (true)
        {
            var found = store.Find(id);
            var offset = id.Clock - found.Clock;
            if (found is not Item { Redone.IsNone: false } item)
                return (found, offset);
            id = item.Redone with { Clock = item.Redone.Clock + offset };
        }
    }

    /// <summary>Marks an item and all that contain it as to be kept, or no longer so.</summary>
    public static void Keep(Item? item, bool keep)
    {
        while (item is not null && item.Keep != keep)
        {
            item.Keep = keep;
            item = item.Parent.Item;
        }
    }

    public static bool IsWithin(Branch branch, Item item)
    {
        for (var child = item; child is not null; child = child.Parent.Item)
        {
            if (ReferenceEquals(child.Parent, branch))
                return true;
        }
        return false;
    }

    /// <returns>The copy, or null where the item cannot come back: its parent does not, or others have set its key.
    /// </returns>
    public Item? Restore(Item item)
    {
        // Parents first. With a stack, since how deep an item lies is for others to say.
        var chain = new Stack<Item>();
        chain.Push(item);
        while (chain.Peek() is { Redone.IsNone: true, Parent.Item: { IsDeleted: true, Redone.IsNone: true } parent })
        {
            if (!_toRedo.Contains(parent))
                return null;
            chain.Push(parent);
        }
        Item? restored = null;
        while (chain.TryPop(out var next))
        {
            restored = RestoreOne(next);
            if (restored is null)
                return null;
        }
        return restored;
    }

    private Item? RestoreOne(Item item)
    {
        if (!item.Redone.IsNone)
            return _store.FindStart(_transaction, item.Redone) as Item;
        var parentItem = item.Parent.Item;
        if (parentItem is { IsDeleted: true })
        {
            while (parentItem is { Redone.IsNone: false })
                parentItem = _store.FindStart(_transaction, parentItem.Redone) as Item;
        }
        var parent = parentItem is null ? item.Parent : (parentItem.Content as TypeContent)?.Branch;
        if (parent is null)
            return null;
        Item? left, right = null;
        if (item.Key is null)
        {
            left = NearestWithin(item.Left, parentItem, static each => each.Left);
            right = NearestWithin(item, parentItem, static each => each.Right);
        }
        else if (!TryFindLeftOfKey(item, item.Key, parent, parentItem, out left))
        {
            return null;
        }
        return InsertCopy(item, left, right, parent);
    }

    private Item InsertCopy(Item item, Item? left, Item? right, Branch parent)
    {
        var doc = _transaction.Doc;
        var id = new Id(doc.ClientId, _store.StateOf(doc.ClientId));
        var copy = new Item(id, left, left?.LastId ?? Id.None, right, right?.Id ?? Id.None, parent, item.Key,
            item.Content.Copy());
        item.Redone = id;
        Keep(copy, true);
        Placement.Integrate(copy, _transaction, 0);
        return copy;
    }

    /// <summary>The nearest neighbour that is, itself or by its copies, in the restored parent.</summary>
    private Item? NearestWithin(Item? item, Item? parentItem, Func<Item, Item?> next)
    {
        for (; item is not null; item = next(item))
        {
            var trace = item;
            while (trace is not null && !ReferenceEquals(trace.Parent.Item, parentItem))
                trace = trace.Redone.IsNone ? null : _store.FindStart(_transaction, trace.Redone) as Item;
            if (trace is not null)
                return trace;
        }
        return null;
    }

    /// <returns>False when somebody else has set the key since.</returns>
    private bool TryFindLeftOfKey(Item item, string key, Branch parent, Item? parentItem, out Item? left)
    {
        if (item.Right is null || _ignoreRemote)
        {
            left = parent.MapItem(key);
        }
        else
        {
            left = item;
            while (left?.Right is { } right && (!right.Redone.IsNone || _toDelete.Contains(right.Id)
                || _isDeletedByHistory(right.Id)))
            {
                left = right;
                while (left is { Redone.IsNone: false })
                    left = _store.FindStart(_transaction, left.Redone) as Item;
            }
            if (left?.Right is not null)
                return false;
        }
        // A neighbour in the old parent would tell others the wrong place.
        if (left is not null && !ReferenceEquals(left.Parent.Item, parentItem))
            left = parent.MapItem(key);
        return true;
    }
}
