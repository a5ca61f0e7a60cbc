using Tacit.Capability;
using Tacit.Simulation.Checks;
using Tacit.Simulation.World;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Simulation.Clients;

/// <summary>
/// A device's part in one channel. Its entries and its cursor are on its disk; the rest ends with the connection. It
/// checks all that it is told against the truth, and the order against what it was told before.
/// </summary>
internal sealed class Membership(string name, Population channel, Identity identity, Truth truth, Chance chance)
{
    private readonly List<byte[]> _entries = [];
    private Incarnation _incarnation;
    private long _acknowledged;
    private long _seq;
    private long _sent;
    private long _sentMost;
    private readonly HashSet<long> _underWay = [];
    private bool _isMending;

    /// <summary>The channel.</summary>
    public ChannelId Id => channel.Id;

    /// <summary>Stands for the channel on this connection; null while it is not joined.</summary>
    public long? Handle { get; private set; }

    /// <summary>Whether the server said that it has sent everything.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Whether what was refused is to be sent again, and can be.</summary>
    public bool CanMend => _isMending && _underWay.Count == 0;

    /// <summary>Whether it writes.</summary>
    public bool IsWriter => identity.By == ProofBy.AuthorKey;

    /// <summary>Entries that were written and not acknowledged.</summary>
    public long UnansweredCount => _entries.Count - _acknowledged;

    /// <summary>Whether everything it wrote is acknowledged and it has everything that is durable.</summary>
    public bool IsSettled => IsLive && UnansweredCount == 0
        && _seq == truth.HeadOf(Id) && truth.LastOf(Id, identity.Author) == _entries.Count;

    /// <summary>How it stands, for a failed run.</summary>
    public override string ToString() =>
        $"{Id}{(IsLive ? " live" : Handle is null ? " not joined" : " behind")}, has {_seq} of {truth.HeadOf(Id)}, "
        + $"wrote {_entries.Count}, sent {_sent}, acknowledged {_acknowledged}";

    /// <summary>Writes one more entry: it will be sent until it is acknowledged.</summary>
    public void Write()
    {
        var writer = new WireWriter();
        var kind = _entries.Count == 0 ? EntryKind.Grant : EntryKind.Message;
        writer.Byte((byte)kind).Varint(0).AuthorId(identity.Author).Varint(_entries.Count + 1);
        if (kind == EntryKind.Grant)
        {
            writer.Bytes(new byte[EntryId.Length]);
            identity.Grant!.Write(writer);
        }

        var rest = new byte[EntryHeader.TrailerLength + EntryHeader.ContentMin + chance.Next(32)];
        chance.Fill(rest);
        _entries.Add(writer.Bytes(rest).ToArray());
    }

    /// <summary>Asks to join from where it stands.</summary>
    public Join Join(long request, ReadOnlySpan<byte> challenge, string audience) => new()
    {
        Request = request,
        Channel = Id,
        By = identity.By,
        Signature = JoinProof.Sign(identity.Key, challenge, audience, Id, identity.By),
        Descriptor = IsWriter ? channel.Descriptor.ToArray() : default(ReadOnlyMemory<byte>),
        Grant = identity.Grant,
        Incarnation = _incarnation,
        After = _seq,
    };

    /// <summary>The connection ended, or the channel was left.</summary>
    public void Disconnect()
    {
        (Handle, IsLive, _isMending) = (null, false, false);
        _underWay.Clear();
    }

    /// <summary>The server let it in.</summary>
    public void OnJoined(Joined joined)
    {
        (Handle, _incarnation) = (joined.Handle, joined.Incarnation);
        if (!IsWriter)
            return;
        if (joined.LastCounter > 0)
            CheckCounter(joined.LastCounter);
        if (joined.LastCounter < _acknowledged)
        {
            throw new ViolationException(
                $"{name}: {Id} was joined at counter {joined.LastCounter}, and {_acknowledged} was acknowledged");
        }

        _sent = _acknowledged = joined.LastCounter;
    }

    /// <summary>What is to be sent now.</summary>
    public IEnumerable<byte[]> TakeUnsent()
    {
        if (Handle is null || (_isMending && _underWay.Count > 0))
            yield break;
        if (_isMending)
            (_sent, _isMending) = (_acknowledged, false);
        while (_sent < _entries.Count)
        {
            var entry = _entries[(int)_sent++];
            _underWay.Add(_sent);
            _sentMost = Math.Max(_sentMost, _sent);
            yield return entry;
        }
    }

    /// <summary>An entry came.</summary>
    public void OnEntry(long seq, ReadOnlySpan<byte> bytes)
    {
        truth.CheckShown(name, Id, seq, bytes);
        Advance(seq, "was shown");
    }

    /// <summary>Entries were acknowledged.</summary>
    public void OnAck(Ack ack)
    {
        for (var at = 0; at < ack.Count; at++)
        {
            var (counter, seq) = (ack.FirstCounter + at, ack.FirstSeq + at);
            truth.CheckAcknowledged(name, Id, identity.Author, counter, seq);
            if (counter > _sentMost)
                throw new ViolationException($"{name}: #{counter} in {Id} was acknowledged, and not sent");
            _acknowledged = Math.Max(_acknowledged, counter);
            _underWay.Remove(counter);

            // Before LIVE the page that holds it comes too; at or below its seq it is known from before.
            if (IsLive && seq > _seq)
                Advance(seq, "was acknowledged");
        }
    }

    /// <summary>The server says that everything up to a seq was sent.</summary>
    public void OnLive(long seq)
    {
        if (seq != _seq)
            throw new ViolationException($"{name}: {Id} became live at {seq}, and it has {_seq}");
        IsLive = true;
    }

    /// <summary>
    /// An entry was refused: all from it on are sent again, once everything under way is answered.
    /// </summary>
    public void OnRefused(Refused refused)
    {
        if (refused.Code is not (Code.StoreUnavailable or Code.StoreFull or Code.CounterUnexpected))
            throw new ViolationException($"{name}: #{refused.Counter} in {Id} was refused: {refused.Code}");
        _underWay.Remove(refused.Counter);
        _isMending = true;
    }

    private void Advance(long seq, string how)
    {
        if (seq != _seq + 1)
        {
            throw new ViolationException(
                $"{name} {how} seq {seq} of {Id} after {_seq}{(IsLive ? "" : ", before it was live")}");
        }

        _seq = seq;
    }

    private void CheckCounter(long counter)
    {
        if (counter > truth.LastOf(Id, identity.Author))
            throw new ViolationException($"{name}: {Id} was joined at counter {counter}, which is not durable");
    }
}
