namespace Tacit.Server.Front;

/// <summary>
/// What was appended through a seat and its client has not been told of, in the order in which it came. Its seat guards
/// it; the window of the connection bounds it.
/// </summary>
/// <remarks>
/// An entry is unsent (to the present core), sent, or stored; a stored one waits until the client has everything before
/// it, because ACK stands in the place of ENTRY (docs/protocol/connection.md §4.6).
/// </remarks>
internal sealed class Unanswered
{
    private Waiting[] _ring = new Waiting[4];
    private int _first;
    private int _count;
    private int _sentCount;
    private int _storedCount;

    /// <summary>Whether all were sent to the present core.</summary>
    public bool AllSent => _sentCount == _count;

    private ref Waiting this[int at] => ref _ring[(_first + at) & (_ring.Length - 1)];

    /// <summary>Adds an entry.</summary>
    /// <param name="counter">Its counter; 0 if it could not be read.</param>
    /// <param name="entry">The entry; kept until it is answered.</param>
    /// <param name="isSent">Whether it is sent to the present core now, which has all before it.</param>
    public void Add(long counter, ReadOnlyMemory<byte> entry, bool isSent)
    {
        if (_count == _ring.Length)
            Widen();
        this[_count++] = new(counter, entry);
        if (isSent)
            _sentCount = _count;
    }

    /// <summary>There is another core: nothing was sent to it.</summary>
    public void Restart() => _sentCount = 0;

    /// <summary>Takes entries to send to the present core, at least one if there is any.</summary>
    /// <param name="sizeMaxBytes">About how many bytes.</param>
    public List<ReadOnlyMemory<byte>> TakeUnsent(int sizeMaxBytes)
    {
        var taken = new List<ReadOnlyMemory<byte>>();
        var sizeBytes = 0L;
        for (; _sentCount < _count && sizeBytes < sizeMaxBytes; _sentCount++)
        {
            ref var item = ref this[_sentCount];
            if (item.IsAnswered)
                continue;
            taken.Add(item.Entry);
            sizeBytes += item.Entry.Length;
        }

        return taken;
    }

    /// <summary>An entry is durable. False if none waits for that: it was answered before.</summary>
    public bool Store(long counter, long seq)
    {
        if (Find(counter) is not (>= 0 and var at))
            return false;
        this[at].Seq = seq;
        _storedCount++;
        return true;
    }

    /// <summary>An entry was refused. False if none waits for an answer: it was answered before.</summary>
    /// <param name="counter">Its counter.</param>
    /// <param name="cost">What it took of the window.</param>
    public bool Refuse(long counter, out long cost)
    {
        cost = 0;
        if (Find(counter) is not (>= 0 and var at))
            return false;
        cost = this[at].Cost;
        this[at].IsDone = true;
        DropDone();
        return true;
    }

    /// <summary>
    /// Takes the next that may be acknowledged: stored entries with consecutive counters and seqs, none above a seq.
    /// </summary>
    public bool TryTakeStored(long upTo, out StoredRun run)
    {
        run = default;
        for (var at = 0; at < _sentCount && _storedCount > 0; at++)
        {
            ref var item = ref this[at];
            var isNext = item is { IsDone: false, Seq: > 0 } && item.Seq <= upTo;
            if (isNext && run.Count == 0)
                run = new(item.Counter, item.Seq, 1, item.Cost);
            else if (isNext && item.Counter == run.FirstCounter + run.Count && item.Seq == run.FirstSeq + run.Count)
                run = run with { Count = run.Count + 1, Cost = run.Cost + item.Cost };
            else if (run.Count > 0)
                break;
            else
                continue;
            item.IsDone = true;
            _storedCount--;
        }

        DropDone();
        return run.Count > 0;
    }

    /// <summary>Drops everything.</summary>
    /// <returns>How many were there, and what they took of the window.</returns>
    public (int Count, long Cost) Clear()
    {
        var (count, cost) = (0, 0L);
        for (; _count > 0; DropFirst())
        {
            if (this[0].IsDone)
                continue;
            count++;
            cost += this[0].Cost;
        }

        _storedCount = 0;
        return (count, cost);
    }

    // Answers come nearly always in order, so it is nearly always the first.
    private int Find(long counter)
    {
        for (var at = 0; at < _sentCount; at++)
        {
            if (this[at] is { IsAnswered: false } item && item.Counter == counter)
                return at;
        }

        return -1;
    }

    private void DropDone()
    {
        while (_count > 0 && this[0].IsDone)
            DropFirst();
    }

    private void DropFirst()
    {
        this[0] = default;
        _first = (_first + 1) & (_ring.Length - 1);
        _count--;
        _sentCount = Math.Max(0, _sentCount - 1);
    }

    private void Widen()
    {
        var wider = new Waiting[_ring.Length * 2];
        for (var at = 0; at < _count; at++)
            wider[at] = this[at];
        (_ring, _first) = (wider, 0);
    }

    private record struct Waiting(long Counter, ReadOnlyMemory<byte> Entry)
    {
        public long Seq { get; set; }

        /// <summary>Whether the client was told; it stays until all before it are done.</summary>
        public bool IsDone { get; set; }

        public readonly bool IsAnswered => Seq > 0 || IsDone;

        public readonly long Cost => Window.CostOf(Entry.Length);
    }
}

/// <summary>Stored entries at consecutive seqs.</summary>
/// <param name="FirstCounter">The counter of the first.</param>
/// <param name="FirstSeq">The seq of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="Cost">What they took of the window.</param>
internal readonly record struct StoredRun(long FirstCounter, long FirstSeq, int Count, long Cost);
