using Tacit.Link;
using Tacit.Wire;

namespace Tacit.Server.Core;

/// <summary>
/// A channel that this core owns and that somebody has joined. Belongs to one lane, and needs no lock.
/// </summary>
/// <param name="id">The channel.</param>
/// <param name="keys">Its keys when it was loaded.</param>
/// <param name="head">Its newest seq when it was loaded.</param>
/// <param name="token">The token under which its shard was held when it was loaded.</param>
internal sealed class OwnedChannel(ChannelId id, ChannelKeys keys, long head, long token)
{
    private readonly Dictionary<(ILink Front, long Number), CoreSession> _sessions = [];
    private readonly List<(ILink Front, int SessionCount)> _fronts = [];

    /// <summary>The channel.</summary>
    public ChannelId Id { get; } = id;

    /// <summary>The keys, up to the newest epoch that was committed.</summary>
    public ChannelKeys Keys { get; private set; } = keys;

    /// <summary>The newest seq that was committed.</summary>
    public long Head { get; set; } = head;

    /// <summary>The token that its entries carry.</summary>
    public long Token { get; set; } = token;

    /// <summary>Whether its shard was lost, and this object is only known to batches in flight.</summary>
    public bool IsGone { get; set; }

    /// <summary>How many entries are on their way to the storage.</summary>
    public int InFlightCount { get; set; }

    /// <summary>What the batch that is being completed committed here; null outside of that.</summary>
    public CommitRun? Committed { get; set; }

    /// <summary>Whether nobody needs it: it can be forgotten and loaded again.</summary>
    public bool IsIdle => _sessions.Count == 0 && InFlightCount == 0;

    /// <summary>The fronts to tell of what happens here.</summary>
    public IEnumerable<ILink> Fronts => _fronts.Select(front => front.Front);

    /// <summary>Adds a session; one that is there already is replaced.</summary>
    public void Add(CoreSession session)
    {
        if (_sessions.TryAdd((session.Front, session.Number), session))
            Count(session.Front, 1);
        else
            _sessions[(session.Front, session.Number)] = session;
    }

    /// <summary>Finds a session; null if it has not joined, or left.</summary>
    public CoreSession? Find(ILink front, long number) => _sessions.GetValueOrDefault((front, number));

    /// <summary>Takes a session out, if it is in.</summary>
    public void Remove(ILink front, long number)
    {
        if (_sessions.Remove((front, number)))
            Count(front, -1);
    }

    /// <summary>Takes all sessions of a front out.</summary>
    public void RemoveAll(ILink front)
    {
        foreach (var session in _sessions.Keys)
        {
            if (session.Front == front)
                _sessions.Remove(session);
        }

        _fronts.RemoveAll(one => one.Front == front);
    }

    /// <summary>Enters the epoch of an EPOCH entry, and takes out those whose right ended with it.</summary>
    /// <param name="entry">The whole entry, committed.</param>
    /// <returns>Who was taken out, and why.</returns>
    public IReadOnlyList<(CoreSession Session, Code Code)> Enter(ReadOnlySpan<byte> entry)
    {
        Keys = Keys.After(entry);
        var ended = new List<(CoreSession, Code)>();
        foreach (var session in _sessions.Values)
        {
            if (session.ByReadKey)
                ended.Add((session, Code.EpochStale));
            else if (Keys.IsRemoved(session.Author, out _))
                ended.Add((session, Code.AuthorRemoved));
        }

        foreach (var (session, _) in ended)
            Remove(session.Front, session.Number);
        return ended;
    }

    private void Count(ILink front, int change)
    {
        var at = _fronts.FindIndex(one => one.Front == front);
        if (at < 0)
            _fronts.Add((front, change));
        else if (_fronts[at].SessionCount + change == 0)
            _fronts.RemoveAt(at);
        else
            _fronts[at] = (front, _fronts[at].SessionCount + change);
    }
}
