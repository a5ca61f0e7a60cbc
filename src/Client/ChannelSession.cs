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
    private readonly ClientOptions _client;
    private readonly Keyring _keyring;
    private readonly bool _hasPassword;
    private readonly Checkpoints _checkpoints;
    private readonly Authoring _authoring;
    private readonly Presence _presence;
    private readonly List<Action<TacitException?>> _waitingToWrite = [];
    private Joined? _joined;
    private Incarnation _incarnation;
    private bool _isByClock;
    private DateTimeOffset? _retryAt;
    private int _retries;
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
        (_uplink, Link, _hasPassword, _options, _client) = (uplink, link, hasPassword, options, client);
        _keyring = new(link.Kind, link.Epoch, link.Secret);
        Membership = new(link, _keyring, options.ReadOnly);
        Outbox = new(link.Channel, device);
        Events = new(options.Reads);
        _checkpoints = new(device);
        _authoring = new(Membership, _keyring, Outbox, options.Label, client.Secrets);
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

    public ChannelId Id => Link.Channel;

    public Membership Membership { get; }

    public Outbox Outbox { get; }

    public Device Device => Outbox.Device;

    public EventQueue Events { get; }

    public ChannelView? View { get; private set; }

    public ChannelStatus Status { get; private set; } = new(ChannelState.Offline, 0, Code.None, 0);

    /// <summary>The channel's handle while it is joined, else null.</summary>
    public long? Handle => _joined?.Handle;

    /// <summary>Whether entries may be sent.</summary>
    public bool MaySend => _joined is not null && View is { IsLive: true } && !IsOver;

    // One who joined by clock does not know the seqs of what it had before: its heads cannot be compared.
    private Incarnation? Comparable => _isByClock ? null : _incarnation;

    /// <summary>Whether nothing is tried any more.</summary>
    public bool IsOver => _refusal is not null;


    /// <summary>Goes on once entries can be sealed: at once, or when the channel's facts are known.</summary>
    public void WhenWritable(Action<TacitException?> then)
    {
        if (_refusal is not null || View is not null)
            then(_refusal);
        else
            _waitingToWrite.Add(then);
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

    public Link? LinkOf(CapabilityKind kind) => Membership.LinkTo(kind, View?.Epoch ?? Link.Epoch);

    /// <summary>Asks to join, on a connection that is new or whose join was left.</summary>
    public void Join()
    {
        if (IsOver || _joined is not null)
            return;
        _retryAt = null;
        Membership.Grant(Device, View?.Epoch ?? Link.Epoch);
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
        if (!Descriptor.TryRead(joined.Descriptor.Span, out var descriptor) || descriptor.Id != Id)
        {
            Refuse(new(Code.DescriptorInvalid));
            return;
        }

        if (View is null)
        {
            Device.SetDescriptor(descriptor);
            BeginView(descriptor);
        }

        if (View is null)
            return;
        _joined = joined;
        _retries = 0;
        _incarnation = joined.Incarnation;
        View.Rejoin(_isByClock ? 0 : View.Seq);
        if (Membership.CanWrite && joined.LastCounter > Device.Counter)
            Renew(Code.CounterTaken);
        else
            Outbox.Start(joined.LastCounter);
        foreach (var waiting in _waitingToWrite.ToList())
            waiting(null);
        _waitingToWrite.Clear();
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
            RetryLater(detail);
        }
        else
        {
            var isAboutKeys = code is Code.ProofFailed or Code.GrantInvalid or Code.DescriptorInvalid;
            Refuse(_hasPassword && isAboutKeys ? new(Code.PasswordWrong) : new(code, detail, sentence));
        }
    }

    public void OnEnded(Code code, string sentence)
    {
        OnDisconnected();
        if (Refusals.IsPassing(code))
            RetryLater(0);
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
        if (_isForked)
            return;

        // The log has an epoch that no entry opened: that entry was withheld.
        if (joined.Epoch > view.Epoch)
        {
            Fork(Code.ChainBroken, 0);
            return;
        }

        Outbox.AckedUpTo(joined.LastCounter, view.Seq);
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
        if (Outbox.IsWaiting && _retryAt is null)
            RetryLater(0);
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

    /// <summary>What is due by the clock.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (IsOver)
            return;
        if (_retryAt <= now)
        {
            _retryAt = null;
            if (_joined is null)
                Join();
            else if (View is not null && Outbox.TryMend(View, isWaitOver: true))
                _retries = 0;
        }

        if (MaySend && Membership.CanWrite && _presence.Announcement(View!, Comparable, now) is { } announcement)
            _uplink.Send(new SendEphemeral(_joined!.Handle, announcement));
    }

    public void Refuse(TacitException why)
    {
        _refusal ??= why;
        if (_joined is { } joined)
            _uplink.Leave(this, joined.Handle);
        OnDisconnected();
        Outbox.Fail(why);
        Events.Complete(why);
        foreach (var waiting in _waitingToWrite)
            waiting(why);
        _waitingToWrite.Clear();
    }

    /// <summary>Shows how the channel stands.</summary>
    /// <param name="connection">How the connection stands.</param>
    /// <param name="trouble">Why it does not stand.</param>
    public void UpdateStatus(ChannelState connection, TacitException? trouble)
    {
        var state = _isForked ? ChannelState.Forked
            : _refusal is not null ? ChannelState.Refused
            : _joined is null || View is not { IsLive: true } ? connection
            : Device.Unsent > 0 ? ChannelState.Syncing
            : ChannelState.Saved;
        var why = _refusal ?? trouble;
        var (code, detail) = why is null ? Outbox.Trouble : (why.Code, why.Detail);
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
            Refuse(new(_hasPassword ? Code.PasswordWrong : Code.ProofFailed));
            return;
        }

        var author = Membership.CanWrite ? Device.Key : null;
        View = _options.Resume ? _checkpoints.Restore(descriptor, _keyring, author, out _incarnation) : null;
        View ??= new(descriptor, _keyring, author);
    }

    private void Take(IReadOnlyList<ViewEvent> events)
    {
        foreach (var one in events)
        {
            switch (one)
            {
                case OpenedEntry opened:
                    var isOwn = opened.Author == Device.Author;
                    if (!_checkpoints.IsSaved(opened.Seq, _incarnation))
                        Events.Write(new EntryRead(opened, isOwn));
                    if (isOwn && opened.Counter <= Device.Counter)
                        Outbox.Acked(opened.Counter, opened.Seq);
                    break;
                case SkippedEntry skipped when !_checkpoints.IsSaved(skipped.Seq, _incarnation):
                    Events.Write(new EntrySkipped(skipped));
                    break;
                case ChainBroken broken:
                    Fork(Code.ChainBroken, broken.Counter);
                    return;
                default:
                    break;
            }
        }

        if (View is { IsLive: true } view)
        {
            _checkpoints.OfferSometimes(view);
            Changed();
        }

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
        if (_joined is { } joined)
            _uplink.Leave(this, joined.Handle);
        OnDisconnected();
        Join();
    }

    // Another has used this identity, or this device's state was set back: a chain of its own begins.
    private void Renew(Code why)
    {
        Outbox.Renew(View!, () => _authoring.Introduce(View!));
        _presence.Renew();
        View!.TakeAuthor(Device.Key);
        Events.Write(new IdentityRenewed(Device.Author, why));
        Rejoin();
    }

    private void RetryLater(long atLeastMs) =>
        _retryAt = _client.Time.GetUtcNow() + Backoff.Wait(_client.Random, _retries++, atLeastMs);
}
