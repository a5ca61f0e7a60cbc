using System.Runtime.InteropServices;

namespace Tacit.Crdt.Structs;

/// <summary>Everything a document knows: for each client its structs. All replicas come to hold the same.</summary>
internal sealed class StructStore
{
    private readonly Dictionary<long, StructList> _clients = [];
    private StructList? _recent;

    public Dictionary<long, StructList>.ValueCollection Clients => _clients.Values;

    /// <summary>Ticks with each search for a place; see <see cref="Placement"/>.</summary>
    public int SearchCount { get; set; }

    public StructList? ListOf(long client)
    {
        if (_recent is not null && _recent.Client == client)
            return _recent;
        if (!_clients.TryGetValue(client, out var list))
            return null;
        _recent = list;
        return list;
    }

    /// <summary>The clock that the client will use next.</summary>
    public long StateOf(long client) => ListOf(client)?.State ?? 0;

    public bool Has(Id id) => StateOf(id.Client) > id.Clock;

    /// <param name="id">One that <see cref="Has"/>.</param>
    public Struct Find(Id id) => ListOf(id.Client)!.Find(id.Clock);

    public void Add(Struct added)
    {
        var list = ListOf(added.Client);
        if (list is null)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_clients, added.Client, out _);
            list = place = new StructList(added.Client);
            _recent = list;
        }
        list.Add(added);
    }

    /// <summary>
    /// The struct that begins exactly at the id; an item is split for it, anything else is given whole.
    /// </summary>
    public Struct FindStart(Transaction transaction, Id id)
    {
        var list = ListOf(id.Client)!;
        var found = list.Find(id.Clock);
        if (found is not Item item || item.Clock == id.Clock)
            return found;
        var right = item.SplitAt(transaction, id.Clock - item.Clock);
        list.InsertAfter(item, right);
        return right;
    }

    /// <summary>
    /// The struct that ends exactly at the id; an item is split for it, anything else is given whole.
    /// </summary>
    public Struct FindEnd(Transaction transaction, Id id)
    {
        var list = ListOf(id.Client)!;
        var found = list.Find(id.Clock);
        if (found is Item item && item.End - 1 != id.Clock)
            list.InsertAfter(item, item.SplitAt(transaction, id.Clock - item.Clock + 1));
        return found;
    }

    /// <summary>Splits an item of the store.</summary>
    public Item Split(Transaction transaction, Item item, long offset)
    {
        var right = item.SplitAt(transaction, offset);
        ListOf(item.Client)!.InsertAfter(item, right);
        return right;
    }

    /// <summary>
    /// Visits the structs of a range of clocks, splitting those that stand across its ends. The visitor may delete,
    /// split and insert: the next struct is looked up by its clock.
    /// </summary>
    public void Visit(Transaction transaction, StructList list, long clock, long length, Action<Struct> visit)
    {
        var end = clock + length;
        var at = clock;
        while (at < end && at < list.State)
        {
            var current = at == clock ? FindStart(transaction, new Id(list.Client, at)) : list.Find(at);
            if (end < current.End && current is Item item && end > current.Clock)
                Split(transaction, item, end - item.Clock);
            // Taken before the visit: garbage collection or a split there would change it.
            at = current.End;
            visit(current);
        }
    }

    /// <summary>As <see cref="Visit"/>, for each range of a set that the document has reached.</summary>
    public void VisitDeleted(Transaction transaction, DeleteSet deletes, Action<Struct> visit)
    {
        foreach (var (client, ranges) in deletes.ByClient)
        {
            if (ListOf(client) is not { } list)
                continue;
            // By index, since a visitor may delete, and so add to the very set that is visited.
            for (var i = 0; i < ranges.Count && ranges[i].Clock < list.State; i++)
                Visit(transaction, list, ranges[i].Clock, ranges[i].Length, visit);
        }
    }
}
