using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// Messages to and from those present, and with them the comparison of views that finds out a server which shows
/// different histories. One thread. Source: docs/protocol/entry.md §2.8, §2.9.
/// </summary>
internal sealed class Presence(ChannelId channel, Device device, Authoring authoring, ClientOptions client)
{
    private readonly Announcer _announcer = new();
    private EphemeralSealer? _sealer;

    /// <summary>A sealed message; the device introduces itself first, or nobody would know it.</summary>
    public byte[] Seal(ChannelView view, EphemeralType type, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > EphemeralSealer.PayloadSizeMax)
            throw new TacitException(Code.EphemeralTooLarge, EphemeralSealer.PayloadSizeMax);
        var keys = authoring.Introduce(view);
        _sealer ??= new(channel, device.Key, client.Secrets);
        return _sealer.Seal(keys, type, payload);
    }

    /// <summary>The device has a new key: a new session begins.</summary>
    public void Renew() => _sealer = null;

    /// <summary>
    /// Takes what others sent. A message for the layer is returned; a view is compared.
    /// </summary>
    /// <param name="view">This client's view.</param>
    /// <param name="incarnation">Of which log, or null where the view is not comparable.</param>
    /// <param name="message">The sealed message.</param>
    /// <param name="agrees">False if the histories differ.</param>
    public OpenedEphemeral? Open(
        ChannelView view, Incarnation? incarnation, ReadOnlySpan<byte> message, out bool agrees)
    {
        agrees = true;
        if (!view.TryOpenEphemeral(message, out var opened))
            return null;
        _announcer.Heard(client.Time.GetUtcNow());
        if (opened.Type != EphemeralType.View)
            return opened;
        agrees = incarnation is not { } of || _announcer.Agrees(opened.Payload.Span, of, view);
        return null;
    }

    /// <summary>The view changed: false if it differs from what another has announced for this place.</summary>
    public bool Changed(ChannelView view, Incarnation? incarnation)
    {
        _announcer.Changed(client.Time.GetUtcNow());
        return incarnation is not { } of || _announcer.AgreesOnArrival(of, view);
    }

    /// <summary>The sealed announcement, if one is due. Only authors whom others know announce.</summary>
    public byte[]? Announcement(ChannelView view, Incarnation? incarnation, DateTimeOffset now) =>
        incarnation is { } of && device.Acked > 0 && _announcer.IsDue(now)
        && view.Keyring.KeysOf(view.Epoch) is not null
            ? Seal(view, EphemeralType.View, _announcer.Announce(of, view, now))
            : null;
}
