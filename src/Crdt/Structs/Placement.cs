namespace Tacit.Crdt.Structs;

/// <summary>
/// Finds the place of an item among those inserted at the same spot by others, so that all replicas find the same
/// one in whatever order items arrive. This is YATA (Nicolaescu, Jahns, Derntl, Klamma: "Near Real-Time Peer-to-Peer
/// Shared Editing on Extensible Data Types", 2016) with the right origins that Yjs added; docs/crdt.md works through
/// an example.
/// </summary>
internal static class Placement
{
    /// <summary>
    /// The client whose structs must come first, or null when all that the item refers to is here, in which case its
    /// neighbours and parent have been looked up.
    /// </summary>
    public static long? FindMissing(Item item, Transaction transaction)
    {
        var store = transaction.Doc.Store;
        // The item's own client is not asked: its clocks come in order, and the parser has refused references ahead.
        if (!item.Origin.IsNone && item.Origin.Client != item.Client && !store.Has(item.Origin))
            return item.Origin.Client;
        if (!item.RightOrigin.IsNone && item.RightOrigin.Client != item.Client && !store.Has(item.RightOrigin))
            return item.RightOrigin.Client;
        if (item.ParentReference is Id parent && parent.Client != item.Client && !store.Has(parent))
            return parent.Client;
        LookUp(item, transaction, store);
        return null;
    }

    /// <param name="item">One whose neighbours and parent are looked up, or were given by the program.</param>
    /// <param name="transaction">The open transaction.</param>
    /// <param name="offset">How many elements at the front the document has already.</param>
    public static void Integrate(Item item, Transaction transaction, long offset)
    {
        var store = transaction.Doc.Store;
        if (offset > 0)
        {
            item.Clock += offset;
            item.Left = store.FindEnd(transaction, new Id(item.Client, item.Clock - 1)) as Item;
            item.Origin = new Id(item.Client, item.Clock - 1);
            item.Content = item.Content.SplitAt(offset);
            item.Length -= offset;
            // What came before may have been collected since; then there is no place left to be.
            if (item.Left is null)
                item.ParentReference = null;
        }
        transaction.OnBeforeAdd(item.Client);
        if (item.ParentReference is not Branch parent)
        {
            store.Add(new Gc(item.Client, item.Clock, item.Length));
            return;
        }
        var hasCompany = item.Left is null
            ? item.Right is null || item.Right.Left is not null
            : !ReferenceEquals(item.Left.Right, item.Right);
        if (hasCompany)
            FindPlace(item, parent, store);
        Link(item, parent, transaction);
        if (item.Key is null && item.IsVisible)
            parent.Length += item.Length;
        store.Add(item);
        item.Content.Integrate(transaction, item);
        transaction.OnChanged(parent, item.Key);
        if (parent.IsDeleted || (item.Key is not null && item.Right is not null))
            Deletion.Delete(transaction, item);
    }

    private static void LookUp(Item item, Transaction transaction, StructStore store)
    {
        Struct? left = null, right = null;
        if (!item.Origin.IsNone)
        {
            left = store.FindEnd(transaction, item.Origin);
            item.Origin = left.LastId;
        }
        if (!item.RightOrigin.IsNone)
        {
            right = store.FindStart(transaction, item.RightOrigin);
            item.RightOrigin = right.Id;
        }
        item.Left = left as Item;
        item.Right = right as Item;
        if (left is Gc || right is Gc)
        {
            item.ParentReference = null;
        }
        else if (item.ParentReference is null)
        {
            var neighbour = item.Left ?? item.Right;
            item.ParentReference = neighbour?.ParentReference;
            item.Key = neighbour?.Key;
        }
        else if (item.ParentReference is Id parent)
        {
            item.ParentReference = ((store.Find(parent) as Item)?.Content as TypeContent)?.Branch;
        }
        else if (item.ParentReference is string name)
        {
            item.ParentReference = transaction.Doc.RootBranch(name);
        }
    }

    /// <summary>
    /// Walks from the left origin to the right origin over everything inserted between them by others.
    /// <code>
    /// origin  b b b b  [item]  {c,b} {c,b}  o
    /// </code>
    /// b: seen before, c: seen since the last step to the right, that is, still conflicting.
    /// </summary>
    private static void FindPlace(Item item, Branch parent, StructStore store)
    {
        var left = item.Left;
        var other = left is not null ? left.Right : First(item, parent);
        // Instead of two sets, each item remembers the number of the search and step that saw it last.
        var firstStep = ++store.SearchCount;
        var step = firstStep;
        while (other is not null && !ReferenceEquals(other, item.Right))
        {
            other.Seen = step;
            if (item.Origin == other.Origin)
            {
                if (other.Client < item.Client)
                {
                    left = other;
                    step = ++store.SearchCount;
                }
                else if (item.RightOrigin == other.RightOrigin)
                {
                    // Same place, same wish: the smaller id stands first, so this item's place is found.
                    break;
                }
                // Else the other may itself belong before something that conflicts with this; walk on.
            }
            else if (!other.Origin.IsNone && OriginOf(other, store) is Item origin && origin.Seen >= firstStep)
            {
                if (origin.Seen < step)
                {
                    left = other;
                    step = ++store.SearchCount;
                }
            }
            else
            {
                break;
            }
            other = other.Right;
        }
        item.Left = left;
    }

    private static Struct OriginOf(Item item, StructStore store)
    {
        // Mostly the origin is still the neighbour, and no search is needed.
        if (item.Left is { } left && left.Client == item.Origin.Client && item.Origin.Clock >= left.Clock
            && item.Origin.Clock < left.End)
        {
            return left;
        }
        return store.Find(item.Origin);
    }

    private static Item? First(Item item, Branch parent)
    {
        if (item.Key is null)
            return parent.Start;
        var first = parent.MapItem(item.Key);
        while (first is { Left: { } before })
            first = before;
        return first;
    }

    private static void Link(Item item, Branch parent, Transaction transaction)
    {
        if (item.Left is not null)
        {
            item.Right = item.Left.Right;
            item.Left.Right = item;
        }
        else
        {
            item.Right = First(item, parent);
            if (item.Key is null)
                parent.Start = item;
        }
        if (item.Right is not null)
            item.Right.Left = item;
        if (item.Key is null)
        {
            ListBlock.OnInserted(item);
        }
        else if (item.Right is null)
        {
            // The last of the chain is what the map shows; the one before is overwritten, that is, deleted.
            parent.SetMapItem(item.Key, item);
            if (item.Left is not null)
                Deletion.Delete(transaction, item.Left);
        }
    }
}
