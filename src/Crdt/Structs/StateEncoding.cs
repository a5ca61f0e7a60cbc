using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>Writes what a document knows, or what a transaction has added to it, as an update.</summary>
internal static class StateEncoding
{
    public static byte[] Encode(Doc doc, UpdateFormat format, StateVector since)
    {
        var encoder = UpdateEncoder.Spare(format);
        if (since.Count == 0)
        {
            WriteAll(encoder, doc.Store);
        }
        else
        {
            WriteStructs(encoder, doc.Store.Clients
                .Where(list => list.State > since[list.Client])
                .Select(list => (list, since[list.Client])));
            DeletesOf(doc.Store).Write(encoder);
        }
        var state = encoder.ToArray();
        return doc.Pending.IsEmpty ? state : doc.Pending.MergeInto(state, format, since);
    }

    public static void WriteStructs(UpdateEncoder encoder, Transaction transaction) =>
        WriteStructs(encoder, transaction.TouchedClients
            .Select(client => (transaction.Doc.Store.ListOf(client)!, transaction.StateBefore(client))));

    /// <summary>All that is deleted in a document.</summary>
    public static DeleteSet DeletesOf(StructStore store)
    {
        var deletes = new DeleteSet();
        foreach (var list in store.Clients)
        {
            var runs = new DeletedRuns(deletes, list.Client);
            var walk = list.From(list.AtStart());
            while (walk.TryNext(out var structs))
                runs.Take(structs);
            runs.End();
        }
        return deletes;
    }

    /// <summary>What a snapshot shows, as an update in version 2.</summary>
    public static byte[] EncodeUpTo(Transaction transaction, Snapshot snapshot)
    {
        var store = transaction.Doc.Store;
        var encoder = new UpdateEncoderV2();
        var clients = snapshot.State.Where(pair => pair.Value > 0 && store.ListOf(pair.Key) is not null).ToArray();
        encoder.Rest.WriteVarUint(clients.Length);
        foreach (var (client, clock) in clients)
        {
            var list = store.ListOf(client)!;
            if (clock < list.State)
                store.FindStart(transaction, new Id(client, clock));
            var count = list.CountFrom(list.AtStart());
            if (clock < list.State)
                count -= list.CountFrom(list.At(clock));
            encoder.Rest.WriteVarUint(count);
            encoder.WriteClient(client);
            encoder.Rest.WriteVarUint(0);
            var cursor = list.AtStart();
            do
                cursor.Current.Write(encoder, 0);
            while (--count > 0 && cursor.MoveNext());
        }
        snapshot.Deletes.Write(encoder);
        return encoder.ToArray();
    }

    private static void WriteStructs(UpdateEncoder encoder, IEnumerable<(StructList List, long Clock)> parts)
    {
        // Larger ids first: integration meets fewer conflicts that way.
        var sorted = parts.OrderByDescending(part => part.List.Client).ToArray();
        encoder.Rest.WriteVarUint(sorted.Length);
        foreach (var (list, clock) in sorted)
        {
            var cursor = list.At(clock);
            encoder.Rest.WriteVarUint(list.CountFrom(cursor));
            encoder.WriteClient(list.Client);
            encoder.Rest.WriteVarUint(clock);
            cursor.Current.Write(encoder, clock - cursor.Current.Clock);
            if (!cursor.MoveNext())
                continue;
            var walk = list.From(cursor);
            while (walk.TryNext(out var structs))
                encoder.WriteStructs(structs);
        }
    }

    // The deletions are collected on the way: a second pass would fetch the whole document from memory again.
    private static void WriteAll(UpdateEncoder encoder, StructStore store)
    {
        var deletes = new DeleteSet();
        var lists = store.Clients.OrderByDescending(list => list.Client).ToArray();
        encoder.Rest.WriteVarUint(lists.Length);
        foreach (var list in lists)
        {
            encoder.Rest.WriteVarUint(list.CountFrom(list.AtStart()));
            encoder.WriteClient(list.Client);
            encoder.Rest.WriteVarUint(0);
            var runs = new DeletedRuns(deletes, list.Client);
            var walk = list.From(list.AtStart());
            while (walk.TryNext(out var structs))
            {
                runs.Take(structs);
                encoder.WriteStructs(structs);
            }
            runs.End();
        }
        deletes.Write(encoder);
    }

    /// <summary>
    /// Joins deleted neighbours before they come into a set: most documents have far more of them than ranges.
    /// </summary>
    private struct DeletedRuns(DeleteSet deletes, long client)
    {
        private long _clock;
        private long _end;

        public void Take(ReadOnlySpan<Struct> structs)
        {
            foreach (var each in structs)
            {
                if (!each.IsDeleted)
                    continue;
                if (each.Clock != _end)
                {
                    End();
                    _clock = each.Clock;
                }
                _end = each.End;
            }
        }

        public readonly void End()
        {
            if (_end > _clock)
                deletes.Add(client, _clock, _end - _clock);
        }
    }
}
