using Tacit.Crdt;

namespace Tacit.Client;

/// <summary>
/// Who is present in a pad and what they show of themselves. Nothing is shown of this program until it says so.
/// Not safe for several threads at a time. Source: docs/protocol/pad.md §5.2.
/// </summary>
internal sealed class PadPresence
{
    private readonly Awareness _awareness;
    private readonly Action<byte[]> _send;
    private string? _heard;

    /// <summary>Begins with nobody present.</summary>
    /// <param name="clientId">The client id of the document.</param>
    /// <param name="time">Measures silence.</param>
    /// <param name="send">Sends an awareness update to those present; returns at once.</param>
    public PadPresence(long clientId, TimeProvider time, Action<byte[]> send)
    {
        _awareness = new(clientId, time) { LocalState = null };
        _send = send;
        _awareness.Updated += Tell;
    }

    /// <summary>Others came, left, or show something else.</summary>
    public event Action? Changed;

    /// <summary>What others show, by their client id.</summary>
    public IReadOnlyDictionary<long, Any> Others =>
        _awareness.States.Where(one => one.Key != _awareness.ClientId).ToDictionary();

    /// <summary>Shows this program to the others; null takes it away.</summary>
    public void Show(AnyObject? state)
    {
        if (state is not null || _awareness.LocalState is not null)
            _awareness.LocalState = state;
    }

    /// <summary>Takes what another sent. Bytes that are no awareness update show nothing.</summary>
    /// <returns>The name that the sender shows, where it shows one.</returns>
    public string? Hear(ReadOnlySpan<byte> update)
    {
        _heard = null;
        try
        {
            _awareness.Apply(update, origin: this);
        }
        catch (MalformedUpdateException)
        {
            // Signed by a writer and yet none: there is nothing to mend, and nothing changed.
        }

        return _heard;
    }

    /// <summary>Shows this program again, if it is shown: on a new connection nobody knows it.</summary>
    public void Announce()
    {
        if (_awareness.LocalState is not null)
            _send(_awareness.Encode([_awareness.ClientId]));
    }

    /// <summary>Call it every <see cref="Awareness.TickInterval"/>.</summary>
    public void Tick() => _awareness.Tick();

    private void Tell(AwarenessChange change)
    {
        // Whoever has just come does not know us yet.
        var isFromOthers = ReferenceEquals(change.Origin, this);
        if (isFromOthers)
            _heard = change.All.Select(NameOf).FirstOrDefault(name => name is not null);
        if (isFromOthers && change.Added.Count > 0)
            Announce();
        else if (!isFromOthers && change.All.Contains(_awareness.ClientId))
            _send(_awareness.Encode([_awareness.ClientId]));
        if (change.All.Any(one => one != _awareness.ClientId))
            Changed?.Invoke();
    }

    private string? NameOf(long client) => _awareness.States.TryGetValue(client, out var state)
        ? state.AsObject?["user"].AsObject?["name"].AsString
        : null;
}
