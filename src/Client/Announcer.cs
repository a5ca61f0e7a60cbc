using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// Compares this client's view with those of others who are present: a server that shows different histories is found
/// out. Source: docs/protocol/entry.md §2.9. One thread.
/// </summary>
internal sealed class Announcer
{
    /// <summary>A view is announced when nothing has changed for so long.</summary>
    public static readonly TimeSpan QuietWait = TimeSpan.FromSeconds(1);

    /// <summary>A view is announced again after so long while others are present.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // Who was heard within two intervals is present.
    private static readonly TimeSpan PresenceWait = 2 * Interval;

    private (Incarnation Incarnation, long Seq, byte[] Hash)? _ahead;
    private DateTimeOffset _changedAt;
    private DateTimeOffset _announcedAt;
    private DateTimeOffset _heardAt = DateTimeOffset.MinValue;
    private bool _isDirty;

    /// <summary>The view changed.</summary>
    public void Changed(DateTimeOffset now) => (_changedAt, _isDirty) = (now, true);

    /// <summary>Somebody else was heard.</summary>
    public void Heard(DateTimeOffset now) => _heardAt = now;

    /// <summary>Whether it is time to announce.</summary>
    public bool IsDue(DateTimeOffset now) => _isDirty
        ? now - _changedAt >= QuietWait
        : now - _announcedAt >= Interval && now - _heardAt < PresenceWait;

    /// <summary>The payload of an announcement.</summary>
    public byte[] Announce(Incarnation incarnation, ChannelView view, DateTimeOffset now)
    {
        (_announcedAt, _isDirty) = (now, false);
        return new WireWriter().Incarnation(incarnation).Varint(view.Seq).Bytes(view.HeadsHash()).ToArray();
    }

    /// <summary>Takes another's announcement: false if it shows that the histories differ.</summary>
    public bool Agrees(ReadOnlySpan<byte> payload, Incarnation incarnation, ChannelView view)
    {
        var reader = new WireReader(payload);
        if (!reader.TryReadIncarnation(out var of)
            || !reader.TryReadVarint(out var seq)
            || !reader.TryReadBytes(32, out var hash)
            || of != incarnation)
        {
            return true;
        }

        if (seq == view.Seq && view.IsLive)
            return hash.SequenceEqual(view.HeadsHash());
        if (seq > view.Seq && (_ahead is not { } ahead || ahead.Incarnation != of || ahead.Seq <= seq))
            _ahead = (of, seq, hash.ToArray());
        return true;
    }

    /// <summary>
    /// Compares with what was announced for the seq that was now reached: false if the histories differ.
    /// </summary>
    public bool AgreesOnArrival(Incarnation incarnation, ChannelView view)
    {
        if (_ahead is not { } ahead || !view.IsLive || view.Seq < ahead.Seq)
            return true;
        _ahead = null;
        return ahead.Incarnation != incarnation || view.Seq != ahead.Seq
            || ahead.Hash.AsSpan().SequenceEqual(view.HeadsHash());
    }
}
