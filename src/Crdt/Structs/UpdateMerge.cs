namespace Tacit.Crdt.Structs;

/// <summary>
/// Joins and cuts updates without a document. Each client's structs are merged by clock with a heap of readers, so
/// the cost is that of the structs times the logarithm of the number of updates.
/// </summary>
internal static class UpdateMerge
{
    /// <summary>Everything that any of the updates says. Uses them up.</summary>
    public static ParsedUpdate Merge(IReadOnlyList<ParsedUpdate> updates)
    {
        if (updates.Count == 1)
            return updates[0];
        var byClient = new Dictionary<long, List<Reader>>();
        foreach (var update in updates.Index())
        {
            var turn = new Turn { Order = update.Index };
            foreach (var queue in update.Item.Clients)
            {
                if (!byClient.TryGetValue(queue.Client, out var readers))
                    byClient.Add(queue.Client, readers = []);
                readers.Add(new Reader(queue, turn));
            }
        }
        var turns = 0L;
        var merged = new List<StructQueue>(byClient.Count);
        foreach (var (client, readers) in byClient.OrderByDescending(pair => pair.Key))
        {
            var queue = new StructQueue(client, MergeClient(readers, ref turns));
            if (!queue.IsEmpty)
                merged.Add(queue);
        }
        return new ParsedUpdate(merged, DeleteSet.Merge(updates.Select(update => update.Deletes)));
    }

    /// <summary>What a replica that has the given state lacks of the update. Uses it up.</summary>
    public static ParsedUpdate Diff(ParsedUpdate update, StateVector since)
    {
        var clients = new List<StructQueue>();
        foreach (var queue in update.Clients)
        {
            var known = since[queue.Client];
            // A gap is not worth writing at the front: what is behind it says its clock itself.
            var first = queue.Structs.FindIndex(each => each is not Skip && each.End > known);
            if (first < 0)
                continue;
            var rest = queue.Structs[first..];
            if (known > rest[0].Clock)
                rest[0] = Slice(rest[0], known - rest[0].Clock);
            clients.Add(new StructQueue(queue.Client, rest));
        }
        return new ParsedUpdate(clients, update.Deletes);
    }

    private static List<Struct> MergeClient(List<Reader> readers, ref long turns)
    {
        var merged = new List<Struct>();
        // By clock. Of updates that say the same clocks, the one read last goes on; Yjs sorts them so, and the choice
        // shows in the bytes.
        var waiting = new PriorityQueue<Reader, (long Clock, long MinusTurn, int Order)>();
        foreach (var reader in readers)
            Enqueue(waiting, reader);
        while (waiting.TryDequeue(out var reader, out _))
        {
            reader.Turn.Last = ++turns;
            Continue(merged, reader);
            Enqueue(waiting, reader);
        }
        return merged;
    }

    /// <summary>Takes one struct of a reader, and all that follow it without a gap.</summary>
    private static void Continue(List<Struct> merged, Reader reader)
    {
        if (merged.Count > 0)
        {
            var written = merged[^1];
            var skipped = false;
            while (reader.Current is { } known && known.End <= written.End)
            {
                reader.Advance();
                skipped = true;
            }
            if (reader.Current is not { } current || (skipped && current.Clock > written.End))
                return;
            if (current.Clock > written.End)
            {
                merged.Add(new Skip(written.Client, written.End, current.Clock - written.End));
                return;
            }
            var overlap = written.End - current.Clock;
            if (overlap > 0)
                current = Slice(current, overlap);
            if (!written.MergeWith(current))
                merged.Add(current);
            reader.Advance();
        }
        else if (reader.Current is { } first)
        {
            merged.Add(first);
            reader.Advance();
        }
        while (reader.Current is { } next && next.Clock == merged[^1].End)
        {
            merged.Add(next);
            reader.Advance();
        }
    }

    private static void Enqueue(
        PriorityQueue<Reader, (long Clock, long MinusTurn, int Order)> waiting, Reader reader)
    {
        if (reader.Current is { } current)
            waiting.Enqueue(reader, (current.Clock, -reader.Turn.Last, reader.Turn.Order));
    }

    private static Struct Slice(Struct whole, long offset) => whole switch
    {
        Item item => item.Slice(offset),
        Gc gc => new Gc(gc.Client, gc.Clock + offset, gc.Length - offset),
        _ => new Skip(whole.Client, whole.Clock + offset, whole.Length - offset),
    };

    /// <summary>When an update was last read from, whichever client's structs.</summary>
    private sealed class Turn
    {
        public required int Order { get; init; }

        public long Last { get; set; }
    }

    /// <summary>The structs of one client in one update, without its gaps.</summary>
    private sealed class Reader
    {
        private readonly StructQueue _queue;

        public Reader(StructQueue queue, Turn turn)
        {
            _queue = queue;
            Turn = turn;
            Advance();
        }

        public Turn Turn { get; }

        public Struct? Current { get; private set; }

        public void Advance()
        {
            do
                Current = _queue.IsEmpty ? null : _queue.Take();
            while (Current is Skip);
        }
    }
}
