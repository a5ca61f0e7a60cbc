using Tacit.Capability;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Client;

/// <summary>
/// One channel's state, all of it on the client's loop: what was read (the view), what is written (the outbox), and how
/// the join stands. Frames come in by the On… members; what to send goes out through <see cref="Uplink"/>.
/// Source: docs/protocol/connection.md §4.5, §4.6.
/// </summary>
internal sealed class ChannelSession : IDisposable
{
    private readonly Uplink _uplink;
    private readonly ChannelOptions _options;
    private readonly Keyring _keyring;
    private readonly bool _hasPassword;
    private readonly Checkpoints _checkpoints;
    private readonly Authoring _authoring;
    private readonly Presence _presence;
    private readonly Retrying _retrying;
    private readonly WriteGate _writers = new();
    private Joined? _joined;
    private Incarnation _incarnation;
    private bool _isByClock;
    private TacitException? _refusal;
    private bool _isForked;

    public ChannelSession(
        Uplink uplink,
        Link link,
        bool hasPassword,
        ChannelOptions options,
        ClientOptions client,
        Device device,
        Descriptor? descriptor)
    {
        (_uplink, Link, _hasPassword, _options) = (uplink, link, hasPassword, options);
        _keyring = new(link.Kind, link.Epoch, link.Secret);
        Membership = new(link, _keyring, options.ReadOnly);
        Outbox = new(link.Channel, device);
        Events = new(options.Reads);
        _checkpoints = new(device);
        _authoring = new(Membership, _keyring, Outbox, options.Label, client.Secrets);
        _retrying = new(client);
        _presence = new(link.Channel, device, _authoring, client);
        if (device.WasDamaged)
            Events.Write(new IdentityRenewed(device.Author, Code.OutboxDamaged));
        if (descriptor is not null)
            device.SetDescriptor(descriptor);
        if (device.Descriptor is { } known)
            BeginView(known);
    }

    public event EventHandler<ChannelStatus>? StatusChanged;

    public Link Link { get; }

    public Membership Membership { get; }

    public Outbox Outbox { get; }

    public Device Device => Outbox.Device;

    public EventQueue Events { get; }

    public ChannelView? View { get; private set; }

    public ChannelStatus Status { get; private set; } = new(ChannelState.Offline, 0, Code.None, 0);

    /// <summary>The channel's handle while it is joined, else null.</summary>
    public long? Handle => _joined?.Handle;

    public bool MaySend => _joined is not null && View is { IsLive: true } && !IsOver;

    public long Epoch => View?.Epoch ?? Link.Epoch;

    private bool CanSeal => View is { } view && _keyring.KeysOf(view.Epoch) is not null;

    // One who joined by clock does not know the seqs of what it had before: its heads cannot be compared.
    private Incarnation? Comparable => _isByClock ? null : _incarnation;

    /// <summary>Whether nothing is tried any more.</summary>
    public bool IsOver => _refusal is not null;

    /// <summary>Goes on once entries can be sealed: at once, or when the channel's facts are known.</summary>
    public void WhenWritable(Action<TacitException?> then)
    {
        if (_refusal is not null || CanSeal)
            then(_refusal);
        else
            _writers.Wait(then);
    }

    /// <summary>Writes, once <see cref="WhenWritable"/> has called.</summary>
    /// <exception cref="TacitException">Nothing may be written, or not this.</exception>
    public Task<long> Write(Func<Authoring, ChannelView, Task<long>> write) =>
        write(_authoring, _refusal is null ? View! : throw _refusal);

    /// <summary>Sends a message to those present; nothing where there is no connection.</summary>
    public void SendEphemeral(EphemeralType type, ReadOnlySpan<byte> payload)
    {
        if (MaySend && Membership.CanWrite)
            _uplink.Send(new SendEphemeral(_joined!.Handle, _presence.Seal(View!, type, payload)));
    }

    public void Save(long seq) => _checkpoints.Save(seq, _incarnation, View);

    public SnapshotPoint? Mark() => View is { IsLive: true } view && Events.IsDrained
        ? new(view.Seq, [.. view.AuthorsSeen.OrderBy(one => one.Id).Select(one => (one.Id, one.Counter, one.Head))])
        : null;

    /// <summary>Asks to join, on a connection that is new or whose join was left.</summary>
    public void Join()
    {
        if (IsOver || _joined is not null)
            return;
        Membership.Grant(Device, Epoch);
        var join = Membership.Join(Device, View, _uplink.Welcome, _uplink.Audience) with { History = _options.History };
        var clock = _isByClock && View is { } view ? view.Clock : null;
        _uplink.Join(this, clock is { Count: > 0 and <= VectorClock.CountMax }
            ? join with { Clock = clock }
            : join with { Incarnation = _isByClock ? default : _incarnation, After = _isByClock ? 0 : View?.Seq ?? 0 });
    }

    public void OnDisconnected()
    {
        _joined = null;
        Outbox.Stop();
    }

    public void OnJoined(Joined joined)
    {
        if (!Descriptor.TryRead(joined.Descriptor.Span, out var descriptor) || descriptor.Id != Link.Channel)
        {
            Refuse(new(Code.DescriptorInvalid));
            return;
        }

        Device.SetDescriptor(descriptor);
        if (View is null)
            BeginView(descriptor);
        if (View is null)
            return;
        _joined = joined;
        _retrying.Forget();
        _incarnation = joined.Incarnation;
        View.Rejoin(_isByClock ? 0 : View.Seq);
        if (Membership.CanWrite && joined.LastCounter > Device.Counter)
            Renew(Code.CounterTaken);
        else
            Outbox.Start(joined.LastCounter);
        if (CanSeal)
            _writers.Open(null);
    }

    public void OnJoinRefused(Code code, long detail, string sentence)
    {
        _joined = null;
        if (code == Code.CursorInvalid && !_isByClock)
        {
            _isByClock = true;
            Join();
        }
        else if (Refusals.IsPassing(code))
        {
            _retrying.Later(detail);
        }
        else
        {
            Refuse(Refusals.OfJoin(code, detail, sentence, _hasPassword));
        }
    }

    public void OnEnded(Code code, string sentence)
    {
        OnDisconnected();
        if (Refusals.IsPassing(code))
            _retrying.Later(0);
        else
            Refuse(new(code, 0, sentence));
    }

    public void OnEntry(long seq, ReadOnlyMemory<byte> bytes)
    {
        if (View is not { } view)
            return;
        if (view.IsLive && seq != view.Seq + 1)
            Rejoin();
        else
            Take(view.Accept(seq, bytes));
    }

    public void OnAck(Ack ack)
    {
        for (var at = 0L; at < ack.Count && View is { } view; at++)
        {
            var (counter, seq) = (ack.FirstCounter + at, ack.FirstSeq + at);
            if (!Device.TryGet(counter, out var entry))
                break;

            // At or below the view's seq it was read before: the same bytes again keep their first seq.
            if (seq == view.Seq + 1)
                Take(view.Accept(seq, entry.Bytes));
            else if (seq > view.Seq && view.IsLive)
                Rejoin();
            Outbox.Acked(counter, seq);
        }

        Mend();
    }

    public void OnLive(long seq)
    {
        if (View is not { } view || _joined is not { } joined)
            return;
        Take(view.CaughtUp(seq));
        if (IsOver || _joined is null)
            return;

        // The log has an epoch that no entry opened: that entry was withheld.
        if (joined.Epoch > view.Epoch)
        {
            Fork(Code.ChainBroken, 0);
            return;
        }

        Outbox.AckedUpTo(joined.LastCounter, view.Seq);
        _writers.Open(null);
        Events.Write(new BecameLive(view.Seq));
        _checkpoints.Offer(view);
        Changed();
        Mend();
    }

    public void OnAppendRefused(Refused refused)
    {
        Outbox.Refused(refused.Counter, refused.Code, refused.Detail);
        if (refused.Code == Code.CounterTaken)
            Renew(Code.CounterTaken);
        else if (Refusals.IsFinal(refused.Code))
            Refuse(new(refused.Code, refused.Detail, refused.Sentence));
        else
            Mend();
        if (Outbox.IsWaiting && !_retrying.IsSet)
            _retrying.Later(0);
    }

    public void OnEphemeral(ReadOnlySpan<byte> message)
    {
        if (View is not { } view)
            return;
        if (_presence.Open(view, Comparable, message, out var agrees) is { } opened)
            Events.Write(new EphemeralHeard(opened));
        if (!agrees)
            Fork(Code.HistoryForked, view.Seq);
    }

    public void Tick(DateTimeOffset now)
    {
        if (IsOver)
            return;
        if (_retrying.IsDue())
        {
            if (_joined is null)
                Join();
            else if (View is not null && Outbox.TryMend(View, isWaitOver: true))
                _retrying.Forget();
        }

        if (MaySend && Membership.CanWrite && _presence.Announcement(View!, Comparable, now) is { } announcement)
            _uplink.Send(new SendEphemeral(_joined!.Handle, announcement));
    }

    public void Refuse(TacitException why)
    {
        _refusal ??= Membership.Meaning(why);
        Leave();
        Outbox.Fail(_refusal);
        Events.Complete(_refusal);
        _writers.Open(_refusal);
    }

    /// <summary>Shows how the channel stands, given how the connection does, and why.</summary>
    public void UpdateStatus(ChannelState connection, TacitException? trouble)
    {
        var state = _isForked ? ChannelState.Forked
            : _refusal is not null ? ChannelState.Refused
            : _joined is null || View is not { IsLive: true } ? connection
            : Device.Unsent > 0 ? ChannelState.Syncing
            : ChannelState.Saved;
        var (code, detail) = (_refusal ?? trouble) is { } why ? (why.Code, why.Detail) : Outbox.Trouble;
        var status = new ChannelStatus(state, Device.Unsent, code, detail);
        if (status == Status)
            return;
        Status = status;
        StatusChanged?.Invoke(this, status);
    }

    public void Dispose()
    {
        Outbox.Fail(new(Code.Offline, 0, "the channel was closed before the server answered; the entry is kept"));
        Events.Complete();
        Device.Dispose();
        _keyring.Dispose();
        Link.Dispose();
    }

    private void BeginView(Descriptor descriptor)
    {
        if (!_keyring.Fits(descriptor))
        {
            Refuse(Refusals.OfJoin(Code.ProofFailed, 0, "", _hasPassword));
            return;
        }

        var author = Membership.CanWrite ? Device.Key : null;
        View = _options.Resume ? _checkpoints.Restore(descriptor, _keyring, author, out _incarnation) : null;
        View ??= new(descriptor, _keyring, author);
        _checkpoints.Offer(View);
    }

    private void Take(IReadOnlyList<ViewEvent> events)
    {
        foreach (var one in events)
        {
            if (one is ChainBroken broken)
            {
                Fork(Code.ChainBroken, broken.Counter);
                return;
            }

            var isOwn = one.Author == Device.Author;
            if (one is OpenedEntry opened && isOwn && Device.Has(opened.Counter, opened.Id))
                Outbox.Acked(one.Counter, one.Seq);
            if (!_checkpoints.IsSaved(one.Seq, _incarnation))
                Events.Write(one, isOwn);
        }

        _checkpoints.OfferSometimes(View!);
        if (View is not { IsLive: true } view)
            return;
        Changed();
        if (Device.IsSharedWith(view.AuthorOf(Device.Author)))
            Renew(Code.CounterTaken);
        else
            Mend();
    }

    private void Changed()
    {
        if (!_presence.Changed(View!, Comparable))
            Fork(Code.HistoryForked, View!.Seq);
    }

    private void Mend()
    {
        if (View is not { IsLive: true } view || IsOver)
            return;
        Outbox.TryMend(view);
        if (Outbox.IsStuck && _joined is not null)
            Renew(Code.CounterTaken);
    }

    private void Fork(Code code, long detail)
    {
        _isForked = true;
        Refuse(new(code, detail));
    }

    private void Rejoin()
    {
        Leave();
        Join();
    }

    private void Leave()
    {
        if (_joined is { } joined)
            _uplink.Leave(this, joined.Handle);
        OnDisconnected();
    }

    // Another has used this identity, or this device's state was set back: a chain of its own begins.
    private void Renew(Code why)
    {
        if (_keyring.KeysOf(View!.Epoch) is null)
        {
            Refuse(new(Code.EpochStale, View.Epoch));
            return;
        }

        Outbox.Renew(View, () => _authoring.Introduce(View));
        _presence.Renew();
        View.TakeAuthor(Device.Key);
        Events.Write(new IdentityRenewed(Device.Author, why));
        Rejoin();
    }
}
