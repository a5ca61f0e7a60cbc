using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>What trimming does to the tables. On the writer's thread.</summary>
internal sealed class Trimmer(Store store, Indexer indexer, TrimRule rule, LogSettings settings, TimeProvider time)
{
    private readonly Statement _unspentChannels = store.Database.Prepare(
        "SELECT DISTINCT channel FROM snapshot WHERE is_spent = 0 AND accepted <= ?1 ORDER BY channel");
    private readonly Statement _snapshots = store.Database.Prepare(
        "SELECT seq, accepted, author, counter, covers FROM snapshot WHERE channel = ?1 ORDER BY seq");
    private readonly Statement _unspent = store.Database.Prepare(
        "SELECT seq FROM snapshot WHERE channel = ?1 AND is_spent = 0");
    private readonly Statement _authorCount = store.Database.Prepare(
        "SELECT count(*) FROM author WHERE channel = ?1 AND last_counter > 0 AND NOT is_removed");
    private readonly Statement _attesters = store.Database.Prepare(
        """
        SELECT author.id FROM attest JOIN author ON author.channel = attest.channel AND author.id = attest.author
        WHERE attest.channel = ?1 AND attest.snapshot_seq = ?2 AND NOT author.is_removed
        """);
    private readonly Statement _spend = store.Database.Prepare(
        "UPDATE snapshot SET is_spent = 1 WHERE channel = ?1 AND seq = ?2");
    private readonly Statement _deleteSnapshot = store.Database.Prepare(
        "DELETE FROM snapshot WHERE channel = ?1 AND seq = ?2");
    private readonly Statement _deleteAttests = store.Database.Prepare(
        "DELETE FROM attest WHERE channel = ?1 AND snapshot_seq = ?2");
    private readonly Statement _run = store.Database.Prepare("SELECT first_seq, entries FROM run WHERE id = ?1");
    private readonly Statement _updateRun = store.Database.Prepare("UPDATE run SET entries = ?2 WHERE id = ?1");
    private readonly Statement _deleteRun = store.Database.Prepare("DELETE FROM run WHERE id = ?1");
    private readonly Statement _shrinkChannel = store.Database.Prepare(
        "UPDATE channel SET size_bytes = size_bytes - ?2 WHERE no = ?1");

    private readonly WireWriter _body = new(RunCodec.SizeMaxBytes);

    public Indexer Indexer { get; } = indexer;

    /// <summary>Channels with snapshots that are old enough and have not let go yet.</summary>
    public List<long> Channels()
    {
        Indexer.IndexAll();
        var channels = new List<long>();
        if (settings.KeepHistory)
            return channels;
        var acceptedMax = (time.GetUtcNow() - settings.KeepSuperseded).ToUnixTimeMilliseconds();
        for (_unspentChannels.Bind(1, acceptedMax); _unspentChannels.Step();)
            channels.Add(_unspentChannels.Number(0));
        return channels;
    }

    /// <summary>All snapshots of a channel, and of these the ones that let go and have not yet.</summary>
    public (List<Snapshot> All, Snapshot[] Letting) Snapshots(long channel)
    {
        var all = StoredIndex.Snapshots(_snapshots.Bind(1, channel));
        var unspent = new HashSet<long>();
        for (_unspent.Bind(1, channel); _unspent.Step();)
            unspent.Add(_unspent.Number(0));
        _authorCount.Bind(1, channel).Step();
        var authorCount = _authorCount.Number(0);
        _authorCount.Reset();
        return (all, [.. all.Where(one => unspent.Contains(one.Seq)
            && rule.LetsGo(one, Attesters(channel, one.Seq), authorCount))]);
    }

    /// <summary>Takes entries out of a run, in the open transaction.</summary>
    public void TakeOut(long run, HashSet<long> seqs)
    {
        _body.Clear();
        if (!_run.Bind(1, run).Step())
            throw StoredIndex.Missing(seqs.First());
        var firstSeq = _run.Number(0);
        var reader = new WireReader(_run.Blob(1));
        while (RunCodec.TryRead(ref reader, out var place, out var entry))
        {
            if (!seqs.Contains(firstSeq + place))
                RunCodec.Write(_body, place, entry);
        }

        _run.Reset();
        if (_body.Length == 0)
            _deleteRun.Bind(1, run).Run();
        else
            _updateRun.Bind(1, run).Bind(2, _body.Written).Run();
    }

    /// <summary>Forgets a snapshot and who attested it, in the open transaction.</summary>
    public void DeleteSnapshot(long channel, long seq)
    {
        _deleteSnapshot.Bind(1, channel).Bind(2, seq).Run();
        _deleteAttests.Bind(1, channel).Bind(2, seq).Run();
    }

    /// <summary>Counts what is removed, in the open transaction.</summary>
    public void CountDown(long channel, Trimmed trimmed)
    {
        _shrinkChannel.Bind(1, channel).Bind(2, trimmed.SizeBytes).Run();
        Indexer.WriteTotals(store.IndexedRun, Less(trimmed));
    }

    /// <summary>Notes that these snapshots have nothing more to let go, in the open transaction.</summary>
    public void Spend(long channel, Snapshot[] snapshots)
    {
        foreach (var snapshot in snapshots)
            _spend.Bind(1, channel).Bind(2, snapshot.Seq).Run();
    }

    /// <summary>Counts what was removed where readers and the append rule see it.</summary>
    public void Publish(long channel, Trimmed trimmed) => store.Cache.Publish(() =>
    {
        store.Totals = Less(trimmed);
        store.Cache.Records.FirstOrDefault(record => record.No == channel)?.Trimmed(trimmed.SizeBytes);
    });

    private Totals Less(Trimmed trimmed) => store.Totals with
    {
        EntryCount = store.Totals.EntryCount - trimmed.EntryCount,
        SizeBytes = store.Totals.SizeBytes - trimmed.SizeBytes,
    };

    private List<AuthorId> Attesters(long channel, long snapshotSeq)
    {
        var authors = new List<AuthorId>();
        for (_attesters.Bind(1, channel).Bind(2, snapshotSeq); _attesters.Step();)
            authors.Add(StoredIndex.Author(_attesters.Number(0)));
        return authors;
    }
}
