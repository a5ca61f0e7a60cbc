using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// Remembers how far a program has handled a channel. The view runs ahead of the program, so some of its states are
/// held until the program says that it has come as far. One thread.
/// </summary>
internal sealed class Checkpoints(Device device)
{
    private const int HeldMax = 16;
    private const long OfferEvery = 256;

    private readonly List<(long Seq, byte[] View)> _held = [];
    private (Incarnation Incarnation, long Seq)? _handled;

    /// <summary>Holds the view's state, if nothing in it waits.</summary>
    public void Offer(ChannelView view)
    {
        if (!ViewCheckpoint.TryMake(view, out var bytes))
            return;
        if (_held.Count == HeldMax)
            _held.RemoveAt(HeldMax / 2);
        _held.Add((view.Seq, bytes));
    }

    public void OfferSometimes(ChannelView view)
    {
        if (_held.Count == 0 || view.Seq >= _held[^1].Seq + OfferEvery)
            Offer(view);
    }

    /// <summary>The program has handled everything up to a seq.</summary>
    public void Save(long seq, Incarnation incarnation, ChannelView? view)
    {
        if (view is not null && view.Seq <= seq)
            Offer(view);
        var best = _held.FindLastIndex(one => one.Seq <= seq);
        if (best >= 0)
            device.SetCheckpoint(new(incarnation, seq, _held[best].View));
        else if (device.Checkpoint is { } last && last.Incarnation == incarnation && last.Seq < seq)
            device.SetCheckpoint(last with { Seq = seq });
        _held.RemoveAll(one => best > 0 && one.Seq < _held[best].Seq);
    }

    /// <summary>Whether the program handled an entry in an earlier run.</summary>
    public bool IsSaved(long seq, Incarnation incarnation) =>
        _handled is { } handled && handled.Incarnation == incarnation && seq <= handled.Seq;

    /// <summary>The view of the earlier run, or null where there is none.</summary>
    public ChannelView? Restore(
        Descriptor descriptor, Keyring keyring, SigningKey? author, out Incarnation incarnation)
    {
        incarnation = default;
        if (device.Checkpoint is not { } checkpoint
            || ViewCheckpoint.Restore(checkpoint.View, descriptor, keyring, author) is not { } view)
        {
            return null;
        }

        incarnation = checkpoint.Incarnation;
        _handled = (checkpoint.Incarnation, checkpoint.Seq);
        return view;
    }
}
