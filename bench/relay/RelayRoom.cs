namespace Tacit.Bench.Relay;

/// <summary>Who gets what the others of a room send. Any thread.</summary>
internal sealed class RelayRoom
{
    private readonly Lock _gate = new();
    private RelayMember[] _members = [];

    /// <summary>Adds a member.</summary>
    public void Enter(RelayMember member)
    {
        lock (_gate)
            _members = [.. _members, member];
    }

    /// <summary>Takes a member out.</summary>
    public void Leave(RelayMember member)
    {
        lock (_gate)
            _members = [.. _members.Where(other => other != member)];
    }

    /// <summary>
    /// Queues a whole frame for all but its sender; alone in a room, the sender gets it back, which stands for an
    /// answer.
    /// </summary>
    public void Pass(RelayMember sender, ReadOnlySpan<byte> frame)
    {
        var members = Volatile.Read(ref _members);
        foreach (var member in members)
        {
            if (member != sender || members.Length == 1)
                member.Queue(frame);
        }
    }
}
