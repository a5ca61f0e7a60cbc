namespace Tacit.Crdt.Structs;

/// <summary>
/// The second phase of applying an update: puts structs into the document in an order in which each finds what it
/// refers to, and keeps those that find nothing for later.
/// </summary>
internal static class Integration
{
    public static void Apply(ParsedUpdate update, Transaction transaction)
    {
        transaction.IsLocal = false;
        var pending = transaction.Doc.Pending;
        var store = transaction.Doc.Store;
        while (true)
        {
            var (rest, missing) = IntegrateStructs(update.Clients, transaction);
            var retry = pending.HasArrived(store);
            if (rest is { Count: > 0 })
                pending.Add(rest, missing!);
            var deletes = pending.Deletes.IsEmpty
                ? update.Deletes
                : DeleteSet.Merge(update.Deletes, pending.Deletes);
            if (!deletes.IsEmpty)
                pending.ReplaceDeletes(ApplyDeletes(deletes, transaction));
            if (!retry)
                return;
            update = pending.TakeStructs();
        }
    }

    /// <returns>What cannot be integrated yet, and the clocks it waits for.</returns>
    private static (List<StructQueue>? Left, Dictionary<long, long>? Missing) IntegrateStructs(
        List<StructQueue> clients, Transaction transaction)
    {
        var work = new Work(clients, transaction);
        work.Run();
        return (work.Rest, work.Missing);
    }

    /// <returns>The part that is about structs not yet here.</returns>
    private static DeleteSet ApplyDeletes(DeleteSet deletes, Transaction transaction)
    {
        var store = transaction.Doc.Store;
        var rest = new DeleteSet();
        foreach (var (client, ranges) in deletes.ByClient)
        {
            var list = store.ListOf(client);
            var state = list?.State ?? 0;
            foreach (var range in ranges)
            {
                if (range.End > state)
                    rest.Add(client, Math.Max(state, range.Clock), range.End - Math.Max(state, range.Clock));
                if (range.Clock < state)
                    Delete(list!, range.Clock, Math.Min(range.End, state), transaction);
            }
        }
        return rest;
    }

    private static void Delete(StructList list, long clock, long end, Transaction transaction)
    {
        var cursor = list.At(clock);
        if (cursor.Current is Item { IsDeleted: false } first && first.Clock < clock)
        {
            list.InsertAfter(ref cursor, first.SplitAt(transaction, clock - first.Clock));
            cursor.MoveNext();
        }
        do
        {
            if (cursor.Current.Clock >= end)
                return;
            if (cursor.Current is not Item { IsDeleted: false } item)
                continue;
            if (end < item.End)
                list.InsertAfter(ref cursor, item.SplitAt(transaction, end - item.Clock));
            Deletion.Delete(transaction, item);
        }
        while (cursor.MoveNext());
    }

    /// <summary>
    /// Takes structs client by client, largest id first. A struct that refers to another client's is put on a stack
    /// until that client's structs, taken next, have brought it; when they cannot, the whole stack has to wait.
    /// </summary>
    private sealed class Work(List<StructQueue> clients, Transaction transaction)
    {
        private Stack<Struct>? _waiting;
        private readonly StructStore _store = transaction.Doc.Store;
        private readonly List<StructQueue> _all = clients;
        private Dictionary<long, StructQueue>? _byClient;
        private readonly List<StructQueue> _queues =
            clients.Count < 2 ? [.. clients] : [.. clients.OrderBy(queue => queue.Client)];

        public List<StructQueue>? Rest { get; private set; }

        public Dictionary<long, long>? Missing { get; private set; }

        public void Run()
        {
            while (NextQueue() is { } queue)
            {
                var head = queue.Take();
                while (true)
                {
                    if (Step(head) is { } needed)
                        head = needed;
                    else if (_waiting is null || !_waiting.TryPop(out head!))
                        break;
                }
            }
        }

        /// <returns>The struct to take next because the given one waits for it, or null when done with it.</returns>
        private Struct? Step(Struct head)
        {
            if (head is Skip)
                return null;
            var offset = _store.StateOf(head.Client) - head.Clock;
            if (offset < 0)
            {
                (_waiting ??= new Stack<Struct>()).Push(head);
                NoteMissing(head.Client, head.Clock - 1);
                PutAside();
                return null;
            }
            if (head is not Item item)
            {
                if (offset < head.Length)
                    AddCollected(head, offset);
                return null;
            }
            if (Placement.FindMissing(item, transaction) is not { } missing)
            {
                if (offset < item.Length)
                    Placement.Integrate(item, transaction, offset);
                return null;
            }
            (_waiting ??= new Stack<Struct>()).Push(head);
            if (QueueOf(missing) is { IsEmpty: false } other)
                return other.Take();
            NoteMissing(missing, _store.StateOf(missing));
            PutAside();
            return null;
        }

        private void AddCollected(Struct collected, long offset)
        {
            collected.Clock += offset;
            collected.Length -= offset;
            transaction.OnBeforeAdd(collected.Client);
            _store.Add(collected);
        }

        private StructQueue? NextQueue()
        {
            while (_queues.Count > 0 && _queues[^1].IsEmpty)
                _queues.RemoveAt(_queues.Count - 1);
            return _queues.Count == 0 ? null : _queues[^1];
        }

        private StructQueue? QueueOf(long client)
        {
            _byClient ??= _all.ToDictionary(queue => queue.Client);
            return _byClient.GetValueOrDefault(client);
        }

        private void NoteMissing(long client, long clock)
        {
            Missing ??= [];
            if (!Missing.TryGetValue(client, out var known) || known > clock)
                Missing[client] = clock;
        }

        /// <summary>All that waits, and what follows it in its clients' clocks, cannot be integrated now.</summary>
        private void PutAside()
        {
            foreach (var waiting in _waiting!)
            {
                var queue = QueueOf(waiting.Client)!;
                // A client is on the stack more than once only if its first struct there waits, directly or not, for
                // its second; the second is then part of what the first put aside.
                if (queue.Position > 0)
                    (Rest ??= []).Add(new StructQueue(waiting.Client, queue.TakeRestWithLast()));
            }
            _waiting.Clear();
        }
    }
}
