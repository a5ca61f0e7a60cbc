using Tacit.Wire;

namespace Tacit.Faults.Load;

/// <summary>
/// Everything that the clients of one channel were told: what was acknowledged, and what each was shown, entry by
/// entry. It notes every sentence of theirs that cannot be true together with the others'. Any thread.
/// </summary>
internal sealed class Ledger
{
    // One fault of a server can make thousands; the first ones tell.
    private const int ViolationCountMax = 20;

    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly List<string> _violations = [];
    private readonly TaskCompletionSource _wrong = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Shown> _log = [];
    private readonly Dictionary<Message, long> _seqOf = [];
    private readonly Dictionary<Message, long> _acknowledged = [];
    private readonly HashSet<Message> _appended = [];
    private readonly Dictionary<int, long> _newestOf = [];
    private readonly Dictionary<int, long> _shownTo = [];
    private readonly List<(int Reader, long Seq, TaskCompletionSource Reached)> _waiting = [];

    /// <param name="name">Of the channel, for complaints.</param>
    public Ledger(string name) => _name = name;

    /// <summary>How many entries were acknowledged.</summary>
    public int AcknowledgedCount
    {
        get
        {
            lock (_lock)
                return _acknowledged.Count;
        }
    }

    /// <summary>What is wrong already, while everybody goes on.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
                return [.. _violations];
        }
    }

    /// <summary>Completes when something is wrong.</summary>
    public Task Wrong => _wrong.Task;

    /// <summary>The newest seq that anybody was told of.</summary>
    public long Newest
    {
        get
        {
            lock (_lock)
                return Math.Max(_log.Count, _acknowledged.Count == 0 ? 0 : _acknowledged.Values.Max());
        }
    }

    /// <summary>A client wrote, and does not know yet whether it is durable.</summary>
    public void Append(Message message)
    {
        lock (_lock)
            _appended.Add(message);
    }

    /// <summary>A client was told that its message is durable.</summary>
    public void Acknowledge(Message message, long seq)
    {
        lock (_lock)
        {
            if (!_acknowledged.TryAdd(message, seq))
                Complain($"{message} was acknowledged twice: at {_acknowledged[message]} and at {seq}");
        }
    }

    /// <summary>A client was shown the next entry.</summary>
    /// <param name="reader">Which client.</param>
    /// <param name="seq">Where the server says that it is.</param>
    /// <param name="id">The entry.</param>
    /// <param name="message">What it says; null for entries that are not of the load.</param>
    public void Show(int reader, long seq, EntryId id, Message? message)
    {
        lock (_lock)
        {
            var due = _shownTo.GetValueOrDefault(reader) + 1;
            if (seq != due)
                Complain($"client {reader} was shown {seq} ({message}) where {due} was due");
            if (seq > due)
                Complain($"{seq - due} entries from {due} on are missing at client {reader}");
            _shownTo[reader] = Math.Max(seq, due - 1);
            if (seq <= _log.Count)
                Compare(reader, seq, id, message);
            else if (seq == _log.Count + 1)
                Take(reader, seq, id, message);
            Release(reader);
        }
    }

    /// <summary>Something happened to a client that nothing may make happen.</summary>
    public void Complain(int reader, string what)
    {
        lock (_lock)
            Complain($"client {reader}: {what}");
    }

    /// <summary>Completes when a client was shown everything up to a seq.</summary>
    public Task ReachAsync(int reader, long seq)
    {
        lock (_lock)
        {
            if (_shownTo.GetValueOrDefault(reader) >= seq)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((reader, seq, reached));
            return reached.Task;
        }
    }

    /// <summary>
    /// All that is wrong, once everybody has stopped and caught up: everything that was acknowledged is where it was
    /// said to be, everything that was written is there once, and all clients were shown the same.
    /// </summary>
    public IReadOnlyList<string> Verdict()
    {
        lock (_lock)
        {
            var all = new List<string>(_violations);
            foreach (var (message, seq) in _acknowledged.OrderBy(one => one.Value))
            {
                if (!_seqOf.TryGetValue(message, out var found))
                    all.Add($"{_name}: {message}, acknowledged at {seq}, is lost");
                else if (found != seq)
                    all.Add($"{_name}: {message}, acknowledged at {seq}, is at {found}");
            }

            all.AddRange(_appended.Where(one => !_seqOf.ContainsKey(one) && !_acknowledged.ContainsKey(one))
                .Select(one => $"{_name}: {one} was written and never arrived"));
            all.AddRange(_seqOf.Keys.Where(one => !_appended.Contains(one))
                .Select(one => $"{_name}: {one} arrived and was never written"));
            all.AddRange(_shownTo.Where(one => one.Value != _log.Count)
                .Select(one => $"{_name}: client {one.Key} was shown {one.Value} of {_log.Count} entries"));
            return all;
        }
    }

    private void Compare(int reader, long seq, EntryId id, Message? message)
    {
        var known = _log[(int)seq - 1];
        if (known.Id != id)
            Complain($"{seq} is {message} for client {reader}, and {known.Message} for client {known.Reader}");
    }

    private void Take(int reader, long seq, EntryId id, Message? message)
    {
        _log.Add(new(id, message, reader));
        if (message is not { } one)
            return;
        if (!_seqOf.TryAdd(one, seq))
            Complain($"{one} is in the log twice: at {_seqOf[one]} and at {seq}");
        var newest = _newestOf.GetValueOrDefault(one.Writer);
        if (one.Number != newest + 1)
            Complain($"{one} is at {seq}, behind {newest} of the same writer");
        _newestOf[one.Writer] = Math.Max(newest, one.Number);
    }

    private void Release(int reader)
    {
        var shown = _shownTo[reader];
        foreach (var one in _waiting.Where(one => one.Reader == reader && one.Seq <= shown).ToList())
        {
            _waiting.Remove(one);
            one.Reached.TrySetResult();
        }
    }

    private void Complain(string what)
    {
        _wrong.TrySetResult();
        if (_violations.Count < ViolationCountMax)
            _violations.Add($"{_name}: {what}");
    }

    private sealed record Shown(EntryId Id, Message? Message, int Reader);
}
