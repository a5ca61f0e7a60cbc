using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>Looks things up in the tables over one connection. One thread at a time.</summary>
internal sealed class StoredIndex
{
    private readonly byte[] _idBytes = new byte[ChannelId.Length];
    private readonly Statement _channelById;
    private readonly Statement _channelByNo;
    private readonly Statement _author;
    private readonly Statement _liveSnapshots;
    private readonly Statement _snapshotSeq;
    private readonly Statement _epochs;
    private readonly Statement _segments;
    private readonly Statement _segmentsFromNewest;
    private readonly Statement _run;

    public StoredIndex(Database database)
    {
        const string Channel = "SELECT no, id, descriptor, head, size_bytes, epoch, epoch_since FROM channel";
        _channelById = database.Prepare($"{Channel} WHERE id = ?1");
        _channelByNo = database.Prepare($"{Channel} WHERE no = ?1");
        _author = database.Prepare("SELECT last_counter, is_removed FROM author WHERE channel = ?1 AND id = ?2");
        _liveSnapshots = database.Prepare(
            "SELECT seq, accepted, author, counter, covers FROM snapshot WHERE channel = ?1 AND is_live ORDER BY seq");
        _snapshotSeq = database.Prepare("SELECT seq FROM snapshot WHERE channel = ?1 AND id = ?2");
        _epochs = database.Prepare("SELECT seq, run FROM epoch WHERE channel = ?1 AND epoch <= ?2 ORDER BY epoch");
        _segments = database.Prepare(
            """
            SELECT first_seq, has_landmarks, authors, entries FROM segment
            WHERE channel = ?1 AND first_seq <= ?3 AND first_seq >= coalesce(
              (SELECT max(first_seq) FROM segment WHERE channel = ?1 AND first_seq <= ?2), 0)
            ORDER BY first_seq
            """);
        _segmentsFromNewest = database.Prepare(
            "SELECT first_seq, authors, entries FROM segment WHERE channel = ?1 ORDER BY first_seq DESC");
        _run = database.Prepare("SELECT first_seq, entries FROM run WHERE id = ?1");
    }

    /// <summary>How many channels and authors were looked up.</summary>
    public long LoadCount { get; private set; }

    /// <summary>An author id as a column holds it: the same bits, signed.</summary>
    public static long Column(AuthorId author) => unchecked((long)author.Value);

    /// <summary>The author id that a column holds.</summary>
    public static AuthorId Author(long column) => new(unchecked((ulong)column));

    /// <summary>A channel's row, with its live snapshots; null if there is none.</summary>
    public ChannelRecord? Channel(ChannelId id)
    {
        id.Write(_idBytes);
        return Channel(_channelById.Bind(1, _idBytes));
    }

    /// <inheritdoc cref="Channel(ChannelId)"/>
    public ChannelRecord? Channel(long no) => Channel(_channelByNo.Bind(1, no));

    /// <summary>An author's row, or what would be in it.</summary>
    public AuthorRecord Author(long channel, AuthorId author)
    {
        LoadCount++;
        _author.Bind(1, channel).Bind(2, Column(author));
        if (!_author.Step())
            return new(0, isRemoved: false);
        var found = new AuthorRecord(_author.Number(0), _author.Flag(1));
        _author.Reset();
        return found;
    }

    /// <summary>The place of a snapshot; 0 if it has no row.</summary>
    public long SnapshotSeq(long channel, EntryId id)
    {
        id.Write(_idBytes);
        _snapshotSeq.Bind(1, channel).Bind(2, _idBytes);
        var seq = _snapshotSeq.Step() ? _snapshotSeq.Number(0) : 0;
        _snapshotSeq.Reset();
        return seq;
    }

    /// <summary>The EPOCH entries that have a row, up to an epoch.</summary>
    public List<StoredEntry> Epochs(long channel, long upTo)
    {
        var places = new List<(long Seq, long Run)>();
        for (_epochs.Bind(1, channel).Bind(2, upTo); _epochs.Step();)
            places.Add((_epochs.Number(0), _epochs.Number(1)));

        var entries = new List<StoredEntry>();
        foreach (var (seq, run) in places)
        {
            if (!ReadRun(run, [seq], entries))
                throw Missing(seq);
        }

        return entries;
    }

    /// <summary>The stored entry of an author at a counter; null if no segment has it.</summary>
    public StoredEntry? Find(long channel, AuthorId author, long counter)
    {
        var entries = new List<IndexEntry>();
        for (_segmentsFromNewest.Bind(1, channel); entries.Count == 0 && _segmentsFromNewest.Step();)
        {
            var authors = Segment.ReadAuthors(_segmentsFromNewest.Blob(1));
            if (!authors.Any(one => one.Author == author && counter >= one.Least && counter <= one.Greatest))
                continue;
            Segment.ReadEntries(
                _segmentsFromNewest.Blob(2), _segmentsFromNewest.Number(0), authors, entries);
        }

        _segmentsFromNewest.Reset();
        foreach (var entry in entries)
        {
            if (entry.Author == author && entry.Counter == counter)
                return Read(entry);
        }

        return null;
    }

    /// <summary>The stored entry at a place.</summary>
    /// <exception cref="LogDamagedException">It is not there.</exception>
    public StoredEntry Read(in IndexEntry place)
    {
        var entries = new List<StoredEntry>(1);
        return ReadRun(place.Run, [place.Seq], entries) ? entries[0] : throw Missing(place.Seq);
    }

    /// <summary>Goes through the index of a channel, a stretch at a time.</summary>
    /// <param name="channel">The number of its row.</param>
    /// <param name="from">Stretches that end before this seq may be left out.</param>
    /// <param name="upTo">Stretches that begin after this seq are left out.</param>
    /// <param name="isOfInterest">Told whether the stretch has landmarks, and its authors.</param>
    /// <returns>The entries of each stretch of interest: the same list, filled anew.</returns>
    public IEnumerable<List<IndexEntry>> Stretches(
        long channel, long from, long upTo, Func<bool, Segment.AuthorRange[], bool> isOfInterest)
    {
        var entries = new List<IndexEntry>(Segment.EntryCountMax);
        for (_segments.Bind(1, channel).Bind(2, from).Bind(3, upTo); _segments.Step();)
        {
            var authors = Segment.ReadAuthors(_segments.Blob(2));
            if (!isOfInterest(_segments.Flag(1), authors))
                continue;
            entries.Clear();
            Segment.ReadEntries(_segments.Blob(3), _segments.Number(0), authors, entries);
            yield return entries;
        }
    }

    /// <summary>Ends going through stretches before the last of them.</summary>
    public void EndStretches() => _segments.Reset();

    /// <summary>Reads entries of a run.</summary>
    /// <param name="run">Its number.</param>
    /// <param name="seqs">Which, in order.</param>
    /// <param name="entries">Receives those that are there, copied.</param>
    /// <returns>Whether all were there.</returns>
    public bool ReadRun(long run, ReadOnlySpan<long> seqs, List<StoredEntry> entries)
    {
        _run.Bind(1, run);
        if (!_run.Step())
            return false;
        var firstSeq = _run.Number(0);
        var reader = new WireReader(_run.Blob(1));
        var at = 0;
        while (at < seqs.Length && RunCodec.TryRead(ref reader, out var place, out var entry))
        {
            while (at < seqs.Length && seqs[at] < firstSeq + place)
                at++;
            if (at == seqs.Length || seqs[at] != firstSeq + place)
                continue;
            entries.Add(new(seqs[at], entry.ToArray()));
            at++;
        }

        _run.Reset();
        return entries.Count >= seqs.Length && entries[^1].Seq == seqs[^1];
    }

    public static LogDamagedException Missing(long seq) => new($"The index names entry {seq}, which is not there.");

    private ChannelRecord? Channel(Statement statement)
    {
        LoadCount++;
        if (!statement.Step())
            return null;
        var (no, id) = (statement.Number(0), ChannelId.Read(statement.Blob(1)));
        var descriptor = statement.Blob(2).ToArray();
        var (head, sizeBytes, epoch, since) =
            (statement.Number(3), statement.Number(4), statement.Number(5), statement.Number(6));
        statement.Reset();

        var frontier = Frontier.Empty;
        foreach (var snapshot in Snapshots(_liveSnapshots.Bind(1, no)))
            frontier = frontier.With(snapshot);
        var tally = new ChannelTally(
            head, sizeBytes, epoch, DateTimeOffset.FromUnixTimeMilliseconds(since), frontier);
        return new(no, id, descriptor, tally, this);
    }

    /// <summary>Reads snapshots from rows of <c>seq, accepted, author, counter, covers</c>.</summary>
    /// <exception cref="LogDamagedException">A row has no clock in it.</exception>
    public static List<Snapshot> Snapshots(Statement rows)
    {
        var snapshots = new List<Snapshot>();
        while (rows.Step())
        {
            var reader = new WireReader(rows.Blob(4));
            if (!VectorClock.TryRead(ref reader, out var covers))
                throw new LogDamagedException("What a snapshot covers cannot be read.");
            snapshots.Add(new(
                rows.Number(0),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(1)),
                Author(rows.Number(2)),
                rows.Number(3),
                covers));
        }

        return snapshots;
    }
}
