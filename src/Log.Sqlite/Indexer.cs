using System.Globalization;
using System.Runtime.InteropServices;
using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// Brings what was appended into the tables that are sorted by channel, many commits at a time: a commit that did so
/// itself would write a page for each channel it touches, ten times what it appends. On the writer's thread.
/// </summary>
internal sealed class Indexer(Store store)
{
    private readonly Statement _newestSegment = store.Database.Prepare(
        """
        SELECT first_seq, entry_count, authors, entries FROM segment
        WHERE channel = ?1 ORDER BY first_seq DESC LIMIT 1
        """);
    private readonly Statement _putSegment = store.Database.Prepare(
        """
        INSERT OR REPLACE INTO segment (channel, first_seq, last_seq, entry_count, has_landmarks, authors, entries)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """);
    private readonly Statement _deleteSegment = store.Database.Prepare(
        "DELETE FROM segment WHERE channel = ?1 AND first_seq = ?2");
    private readonly Statement _putAuthor = store.Database.Prepare(
        "INSERT OR REPLACE INTO author (channel, id, last_counter, is_removed) VALUES (?1, ?2, ?3, ?4)");
    private readonly Statement _updateChannel = store.Database.Prepare(
        "UPDATE channel SET head = ?2, size_bytes = ?3, epoch = ?4, epoch_since = ?5 WHERE no = ?1");
    private readonly Statement _putSnapshot = store.Database.Prepare(
        """
        INSERT INTO snapshot (channel, seq, id, accepted, author, counter, is_live, is_spent, covers)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 0, ?7)
        """);
    private readonly Statement _liveSeqs = store.Database.Prepare(
        "SELECT seq FROM snapshot WHERE channel = ?1 AND is_live");
    private readonly Statement _supersede = store.Database.Prepare(
        "UPDATE snapshot SET is_live = 0 WHERE channel = ?1 AND seq = ?2");
    private readonly Statement _putAttest = store.Database.Prepare(
        "INSERT OR IGNORE INTO attest (channel, snapshot_seq, author) VALUES (?1, ?2, ?3)");
    private readonly Statement _putEpoch = store.Database.Prepare(
        "INSERT INTO epoch (channel, epoch, seq, run) VALUES (?1, ?2, ?3, ?4)");
    private readonly Statement _updateStore = store.Database.Prepare(
        "UPDATE store SET indexed_run = ?1, entry_count = ?2, size_bytes = ?3");

    private readonly Statement _putChannel = store.Database.Prepare(
        """
        INSERT INTO channel (no, id, descriptor, head, size_bytes, epoch, epoch_since)
        VALUES (?1, ?2, ?3, 0, 0, 0, 0)
        """);
    private readonly Statement _checkpoint = store.Database.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");

    private readonly List<IndexEntry> _stretch = [];
    private readonly byte[] _idBytes = new byte[EntryId.Length];
    private readonly WireWriter _authors = new();
    private readonly WireWriter _body = new();
    private long _loadCountAtDrop;

    /// <summary>Indexes if much waits for it, and drops from memory what is not used.</summary>
    /// <exception cref="SqliteFailureException">The commit failed; what waits goes on waiting.</exception>
    public void MakeRoom()
    {
        var loaded = store.Index.LoadCount - _loadCountAtDrop;
        if (store.UnindexedCount < Store.UnindexedMax && loaded < ChannelCache.WeightMax)
            return;
        IndexAll();
        store.Cache.DropUnused();
        _loadCountAtDrop = store.Index.LoadCount;
    }

    /// <summary>Indexes all that waits for it.</summary>
    /// <exception cref="SqliteFailureException">The commit failed; what waits goes on waiting.</exception>
    public void IndexAll()
    {
        if (store.LastRun == store.IndexedRun)
            return;
        var channels = store.Cache.Records.Where(channel => channel.Unindexed.Count > 0)
            .OrderBy(channel => channel.No).ToArray();
        store.Commit(() =>
        {
            foreach (var channel in channels)
                Index(channel);
            WriteTotals(store.LastRun, store.Totals);
        });

        store.IndexedRun = store.LastRun;
        store.UnindexedCount = 0;
        store.Cache.Publish(() =>
        {
            foreach (var channel in channels)
                channel.Indexed();
        });
    }

    /// <summary>Makes a channel, unless it is there.</summary>
    /// <exception cref="SqliteFailureException">The commit failed; it is not there.</exception>
    public Code Create(ChannelId id, byte[] descriptor)
    {
        if (store.Find(id) is not null)
            return Code.None;
        var no = store.Totals.ChannelCount + 1;
        id.Write(_idBytes);
        store.Commit(() => _putChannel.Bind(1, no).Bind(2, _idBytes).Bind(3, descriptor).Run());
        store.Totals = store.Totals with { ChannelCount = no };
        return Code.None;
    }

    /// <summary>For tests: makes the store full once it has so many pages.</summary>
    public bool LimitPages(long pageCountMax)
    {
        store.Database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pageCountMax}"));
        return true;
    }

    /// <summary>Leaves the store so that the next to open it has nothing to do.</summary>
    /// <exception cref="SqliteFailureException">It could not be written; the next to open it does it.</exception>
    public Code Close()
    {
        IndexAll();
        _checkpoint.Run();
        _checkpoint.Reset();
        return Code.None;
    }

    /// <summary>Writes a stretch of entries, at least one, in the open transaction.</summary>
    public void WriteSegment(long channel, ReadOnlySpan<IndexEntry> entries)
    {
        _authors.Clear();
        _body.Clear();
        Segment.Write(entries, _authors, _body);
        var hasLandmarks = false;
        foreach (ref readonly var entry in entries)
            hasLandmarks |= entry.IsLandmark;
        _putSegment.Bind(1, channel).Bind(2, entries[0].Seq).Bind(3, entries[^1].Seq).Bind(4, entries.Length)
            .Bind(5, hasLandmarks ? 1 : 0).Bind(6, _authors.Written).Bind(7, _body.Written).Run();
    }

    /// <summary>Deletes a stretch, in the open transaction.</summary>
    public void DeleteSegment(long channel, long firstSeq) => _deleteSegment.Bind(1, channel).Bind(2, firstSeq).Run();

    /// <summary>Writes the row about all of the store, in the open transaction.</summary>
    public void WriteTotals(long indexedRun, Totals totals) =>
        _updateStore.Bind(1, indexedRun).Bind(2, totals.EntryCount).Bind(3, totals.SizeBytes).Run();

    /// <summary>Writes the row of a channel, in the open transaction.</summary>
    public void WriteChannel(long no, in ChannelTally tally) =>
        _updateChannel.Bind(1, no).Bind(2, tally.Head).Bind(3, tally.SizeBytes).Bind(4, tally.Epoch)
            .Bind(5, tally.EpochSince.ToUnixTimeMilliseconds()).Run();

    private void Index(ChannelRecord channel)
    {
        WriteChannel(channel.No, channel.Tally);
        foreach (var (id, author) in channel.UnindexedAuthors)
        {
            _putAuthor.Bind(1, channel.No).Bind(2, StoredIndex.Column(id)).Bind(3, author.LastCounter)
                .Bind(4, author.IsRemoved ? 1 : 0).Run();
        }

        IndexEntries(channel);
        IndexSnapshots(channel);
        foreach (var (snapshotSeq, author) in channel.UnindexedAttests)
            _putAttest.Bind(1, channel.No).Bind(2, snapshotSeq).Bind(3, StoredIndex.Column(author)).Run();
        foreach (var (epoch, seq) in channel.UnindexedEpochs)
        {
            var run = channel.Unindexed.Find(entry => entry.Seq == seq).Run;
            _putEpoch.Bind(1, channel.No).Bind(2, epoch).Bind(3, seq).Bind(4, run).Run();
        }
    }

    private void IndexEntries(ChannelRecord channel)
    {
        // The newest stretch goes on while it is short, so that a quiet channel does not end up with a row an entry.
        var entries = _stretch;
        entries.Clear();
        if (_newestSegment.Bind(1, channel.No).Step())
        {
            var (firstSeq, count) = (_newestSegment.Number(0), _newestSegment.Number(1));
            if (count < Segment.GoesOnMax)
            {
                var authors = Segment.ReadAuthors(_newestSegment.Blob(2));
                Segment.ReadEntries(_newestSegment.Blob(3), firstSeq, authors, entries);
            }

            _newestSegment.Reset();
        }

        entries.AddRange(channel.Unindexed);
        var all = CollectionsMarshal.AsSpan(entries);
        for (; all.Length > 0; all = all[Math.Min(Segment.EntryCountMax, all.Length)..])
            WriteSegment(channel.No, all[..Math.Min(Segment.EntryCountMax, all.Length)]);
    }

    private void IndexSnapshots(ChannelRecord channel)
    {
        if (channel.UnindexedSnapshots.Count == 0)
            return;
        foreach (var (snapshot, id) in channel.UnindexedSnapshots)
        {
            id.Write(_idBytes);
            _authors.Clear();
            snapshot.Covers.Write(_authors);
            _putSnapshot.Bind(1, channel.No).Bind(2, snapshot.Seq).Bind(3, _idBytes)
                .Bind(4, snapshot.Accepted.ToUnixTimeMilliseconds()).Bind(5, StoredIndex.Column(snapshot.Author))
                .Bind(6, snapshot.Counter).Bind(7, _authors.Written).Run();
        }

        var live = channel.Tally.Frontier.Live.Select(snapshot => snapshot.Seq).ToHashSet();
        var superseded = new List<long>();
        for (_liveSeqs.Bind(1, channel.No); _liveSeqs.Step();)
        {
            if (!live.Contains(_liveSeqs.Number(0)))
                superseded.Add(_liveSeqs.Number(0));
        }

        foreach (var seq in superseded)
            _supersede.Bind(1, channel.No).Bind(2, seq).Run();
    }
}
