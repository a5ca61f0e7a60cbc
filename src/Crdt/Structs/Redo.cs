namespace Tacit.Crdt.Structs;

/// <summary>
/// Brings deleted items back. Never by marking them as not deleted: others may have dropped their content. A copy is
/// inserted where the item was, and the item remembers its copy.
/// </summary>
internal static class Redo
{
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
}
