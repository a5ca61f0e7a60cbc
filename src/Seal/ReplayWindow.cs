using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// The newest counter of each author and session, so that no message counts twice. Holds a fixed number of sessions:
/// the longest unheard is forgotten first. Source: docs/protocol/entry.md §2.8.
/// </summary>
internal sealed class ReplayWindow
{
    /// <summary>Sessions remembered: far more than are present in one channel.</summary>
    internal const int SessionsMax = 4096;

    private readonly Dictionary<(AuthorId, ulong), LinkedListNode<Session>> _sessions = [];
    private readonly LinkedList<Session> _byLastHeard = [];

    /// <summary>Whether the counter is above all before it in its session; if so, it is remembered.</summary>
    internal bool TryAdvance(AuthorId author, ulong session, long counter)
    {
        if (_sessions.TryGetValue((author, session), out var node))
        {
            if (counter <= node.Value.Counter)
                return false;
            node.Value.Counter = counter;
            _byLastHeard.Remove(node);
            _byLastHeard.AddLast(node);
            return true;
        }

        if (_sessions.Count == SessionsMax)
        {
            _sessions.Remove(_byLastHeard.First!.Value.Key);
            _byLastHeard.RemoveFirst();
        }

        _sessions[(author, session)] = _byLastHeard.AddLast(new Session((author, session)) { Counter = counter });
        return true;
    }

    private sealed class Session((AuthorId, ulong) key)
    {
        public (AuthorId, ulong) Key { get; } = key;

        public long Counter { get; set; }
    }
}
