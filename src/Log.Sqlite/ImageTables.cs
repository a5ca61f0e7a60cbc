using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>Takes whole channels out of the tables and puts them in. On the writer's thread.</summary>
internal sealed class ImageTables(Store store, Indexer indexer, EntryHash hash)
{
    private static readonly string[] TablesByChannel = ["run", "segment", "author", "snapshot", "attest", "epoch"];

    private readonly byte[] _idBytes = new byte[EntryId.Length];
    private readonly WireWriter _body = new(RunCodec.SizeMaxBytes);

    /// <summary>All channels, sorted by id.</summary>
    public IReadOnlyList<ChannelId> List()
    {
        var channels = new List<ChannelId>();
        using var rows = Open("SELECT id FROM channel ORDER BY id");
        while (rows.Step())
            channels.Add(ChannelId.Read(rows.Blob(0)));
        return channels;
    }

    /// <summary>A channel without its entries; null if there is none.</summary>
    public ChannelImage? Read(ChannelId id)
    {
        indexer.IndexAll();
        if (store.Index.Channel(id) is not { } channel)
            return null;
        var authors = new List<ImageAuthor>();
        using (var rows = Open("SELECT id, last_counter, is_removed FROM author WHERE channel = ?1"))
        {
            for (rows.Bind(1, channel.No); rows.Step();)
                authors.Add(new(StoredIndex.Author(rows.Number(0)), rows.Number(1), rows.Flag(2)));
        }

        var snapshots = new List<ImageSnapshot>();
        using (var rows = Open("SELECT seq, accepted, is_spent FROM snapshot WHERE channel = ?1 ORDER BY seq"))
        {
            for (rows.Bind(1, channel.No); rows.Step();)
                snapshots.Add(new(rows.Number(0), rows.Number(1), rows.Flag(2)));
        }

        var attests = new List<ImageAttest>();
        using (var rows = Open("SELECT snapshot_seq, author FROM attest WHERE channel = ?1"))
        {
            for (rows.Bind(1, channel.No); rows.Step();)
                attests.Add(new(rows.Number(0), StoredIndex.Author(rows.Number(1))));
        }

        var entries = new List<StoredEntry>();
        foreach (var stretch in store.Index.Stretches(channel.No, 1, long.MaxValue, (_, _) => true).ToArray())
            entries.AddRange(stretch.Select(place => store.Index.Read(place)));
        return new()
        {
            Id = id,
            Descriptor = channel.Descriptor,
            Head = channel.Head,
            Epoch = channel.Epoch,
            EpochSinceMs = channel.Epoch == 0 ? 0 : channel.EpochSince.ToUnixTimeMilliseconds(),
            Authors = [.. authors.OrderBy(author => author.Id)],
            Snapshots = snapshots,
            Attests = [.. attests.OrderBy(attest => attest.SnapshotSeq).ThenBy(attest => attest.Author)],
            Entries = entries,
        };
    }

    /// <summary>Puts a channel in, in place of what there was of it, in one transaction.</summary>
    /// <returns>How many entries it has.</returns>
    /// <exception cref="SqliteFailureException">It failed, and nothing was changed.</exception>
    public int Write(ChannelImage image)
    {
        indexer.IndexAll();
        var entries = new ImageEntries(image, hash);
        var former = store.Index.Channel(image.Id);
        var (run, totals) = (store.LastRun, store.Totals);
        store.Commit(() =>
        {
            var no = former?.No ?? totals.ChannelCount + 1;
            if (former is not null)
                totals = Remove(former, totals);
            else
                Make(no, image);
            var places = WriteRuns(no, entries, ref run);
            for (var at = 0; at < places.Length; at += Segment.EntryCountMax)
            {
                var stretch = places.AsSpan(at, Math.Min(Segment.EntryCountMax, places.Length - at));
                indexer.WriteSegment(no, stretch);
            }

            WriteFacts(no, image, entries, places);
            totals = totals with
            {
                ChannelCount = Math.Max(totals.ChannelCount, no),
                EntryCount = totals.EntryCount + places.Length,
                SizeBytes = totals.SizeBytes + image.SizeBytes,
            };
            indexer.WriteTotals(run, totals);
        });

        (store.LastRun, store.IndexedRun) = (run, run);
        store.Cache.Forget(image.Id, () => store.Totals = totals);
        return entries.Entries.Count;
    }

    private Statement Open(string sql) => store.Database.PrepareOnce(sql);

    private void Make(long no, ChannelImage image)
    {
        image.Id.Write(_idBytes);
        using var insert = Open(
            """
            INSERT INTO channel (no, id, descriptor, head, size_bytes, epoch, epoch_since)
            VALUES (?1, ?2, ?3, 0, 0, 0, 0)
            """);
        insert.Bind(1, no).Bind(2, _idBytes).Bind(3, image.Descriptor.Span).Run();
    }

    private Totals Remove(ChannelRecord channel, Totals totals)
    {
        using var count = Open("SELECT coalesce(sum(entry_count), 0) FROM segment WHERE channel = ?1");
        count.Bind(1, channel.No).Step();
        var entryCount = count.Number(0);
        count.Reset();
        foreach (var table in TablesByChannel)
        {
            using var delete = Open($"DELETE FROM {table} WHERE channel = ?1");
            delete.Bind(1, channel.No).Run();
        }

        return totals with
        {
            EntryCount = totals.EntryCount - entryCount,
            SizeBytes = totals.SizeBytes - channel.SizeBytes,
        };
    }

    private IndexEntry[] WriteRuns(long no, ImageEntries entries, ref long run)
    {
        using var insert = Open(
            "INSERT INTO run (id, channel, first_seq, accepted, entries) VALUES (?1, ?2, ?3, 0, ?4)");
        var places = new IndexEntry[entries.Entries.Count];
        for (var at = 0; at < places.Length;)
        {
            run++;
            var firstSeq = entries.Entries[at].Stored.Seq;
            for (_body.Clear(); at < places.Length; at++)
            {
                var (stored, header) = entries.Entries[at];
                if (_body.Length > 0 && _body.Length + stored.Bytes.Length > RunCodec.SizeMaxBytes)
                    break;
                RunCodec.Write(_body, stored.Seq - firstSeq, stored.Bytes.Span);
                places[at] = new(stored.Seq, header.Author, header.Counter, run, stored.Bytes.Length, header.Kind);
            }

            insert.Bind(1, run).Bind(2, no).Bind(3, firstSeq).Bind(4, _body.Written).Run();
        }

        return places;
    }

    private void WriteFacts(long no, ChannelImage image, ImageEntries entries, IndexEntry[] places)
    {
        indexer.WriteChannel(no, new(
            image.Head,
            image.SizeBytes,
            image.Epoch,
            DateTimeOffset.FromUnixTimeMilliseconds(image.EpochSinceMs),
            Frontier.Empty));
        using var author = Open("INSERT INTO author (channel, id, last_counter, is_removed) VALUES (?1, ?2, ?3, ?4)");
        foreach (var one in image.Authors)
        {
            author.Bind(1, no).Bind(2, StoredIndex.Column(one.Id)).Bind(3, one.LastCounter)
                .Bind(4, one.IsRemoved ? 1 : 0).Run();
        }

        using var snapshot = Open(
            """
            INSERT INTO snapshot (channel, seq, id, accepted, author, counter, is_live, is_spent, covers)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """);
        foreach (var (one, id, isLive, isSpent) in entries.Snapshots())
        {
            id.Write(_idBytes);
            _body.Clear();
            one.Covers.Write(_body);
            snapshot.Bind(1, no).Bind(2, one.Seq).Bind(3, _idBytes).Bind(4, one.Accepted.ToUnixTimeMilliseconds())
                .Bind(5, StoredIndex.Column(one.Author)).Bind(6, one.Counter).Bind(7, isLive ? 1 : 0)
                .Bind(8, isSpent ? 1 : 0).Bind(9, _body.Written).Run();
        }

        using var attest = Open("INSERT INTO attest (channel, snapshot_seq, author) VALUES (?1, ?2, ?3)");
        foreach (var one in image.Attests)
            attest.Bind(1, no).Bind(2, one.SnapshotSeq).Bind(3, StoredIndex.Column(one.Author)).Run();

        using var epoch = Open("INSERT INTO epoch (channel, epoch, seq, run) VALUES (?1, ?2, ?3, ?4)");
        for (var at = 0; at < places.Length; at++)
        {
            if (places[at].Kind == EntryKind.Epoch)
            {
                epoch.Bind(1, no).Bind(2, entries.Entries[at].Header.Epoch).Bind(3, places[at].Seq)
                    .Bind(4, places[at].Run).Run();
            }
        }
    }
}
