using Tacit.Capability;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// An open channel: what is read from it was verified, what is written to it is durable on this device before it is
/// sent. It stays open across lost connections. Any thread; disposing leaves the channel and keeps its outbox.
/// </summary>
public sealed class Channel : IAsyncDisposable
{
    private readonly Loop _loop;
    private readonly ChannelSession _session;
    private readonly Func<ChannelSession, Task> _leave;

    internal Channel(Loop loop, ChannelSession session, ClientOptions client, Func<ChannelSession, Task> leave) =>
        (_loop, _session, Client, _leave) = (loop, session, client, leave);

    /// <summary>
    /// Raised when <see cref="Status"/> changes. Handlers run on the client's own thread: they return at once.
    /// </summary>
    public event EventHandler<ChannelStatus>? StatusChanged
    {
        add => _session.StatusChanged += value;
        remove => _session.StatusChanged -= value;
    }

    /// <summary>The channel's id.</summary>
    public ChannelId Id => _session.Link.Channel;

    /// <summary>What the channel is used for.</summary>
    public ChannelKind Kind => _session.Link.Layer;

    /// <summary>The author as whom this device writes.</summary>
    public AuthorId Author => _session.Device.Author;

    /// <summary>What the channel's client stands on.</summary>
    internal ClientOptions Client { get; }

    /// <summary>Whether the link and the options let this device write.</summary>
    public bool CanWrite => _session.Membership.CanWrite;

    /// <summary>How the channel stands with its server.</summary>
    public ChannelStatus Status => _session.Status;

    /// <summary>Seals an entry, keeps it, sends it; completes with its seq once the server has it durably.</summary>
    /// <param name="kind">Update, message or control.</param>
    /// <param name="content">The layer's bytes; see <see cref="EnqueueAsync"/> for how many.</param>
    /// <param name="cancellationToken">Stops the wait; the entry is sent all the same.</param>
    /// <exception cref="TacitException">The link only reads, or the server refused.</exception>
    public async Task<long> AppendAsync(
        EntryKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var receipt = await EnqueueAsync(kind, content, cancellationToken).ConfigureAwait(false);
        return await receipt.Seq.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Seals an entry and completes once it is durable on this device; it will be sent when the server can be reached.
    /// Of a channel whose facts this device does not know yet, it waits for the first connection.
    /// </summary>
    /// <exception cref="TacitException">The link only reads, or the content is too long for an entry.</exception>
    public Task<Receipt> EnqueueAsync(
        EntryKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        if (kind is not (EntryKind.Update or EntryKind.Message or EntryKind.Control))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Other kinds have calls of their own.");
        return WriteAsync((author, view) => author.Write(view, kind, [], content.Span), cancellationToken);
    }

    /// <summary>
    /// Sends a message to those present; whoever is absent never sees it. It is dropped where the server cannot be
    /// reached.
    /// </summary>
    public Task SendEphemeralAsync(EphemeralType type, ReadOnlyMemory<byte> payload) =>
        _loop.CallAsync(() => _session.SendEphemeral(type, payload.Span));

    /// <summary>
    /// All events from where reading began, then those to come: backfill, <see cref="BecameLive"/>, and what is new.
    /// One reader at a time; a second enumeration goes on where the first ended.
    /// </summary>
    /// <exception cref="TacitException">Thrown after the events that were read: the server refused, or
    /// forked.</exception>
    public IAsyncEnumerable<ChannelEvent> ReadAsync(CancellationToken cancellationToken = default) =>
        _session.Events.ReadAsync(cancellationToken);

    /// <summary>Completes when a status is reached that the condition takes.</summary>
    public async Task<ChannelStatus> WhenAsync(
        Func<ChannelStatus, bool> condition, CancellationToken cancellationToken = default)
    {
        var reached = new TaskCompletionSource<ChannelStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, ChannelStatus status)
        {
            if (condition(status))
                reached.TrySetResult(status);
        }

        StatusChanged += Look;
        try
        {
            Look(this, Status);
            return await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            StatusChanged -= Look;
        }
    }

    /// <summary>
    /// Completes when the channel is caught up; all that was written before is durable on the server.
    /// </summary>
    /// <exception cref="TacitException">The server refused, or forked.</exception>
    public async Task SavedAsync(CancellationToken cancellationToken = default)
    {
        var status = await WhenAsync(
            one => one.State is ChannelState.Saved or ChannelState.Refused or ChannelState.Forked, cancellationToken)
            .ConfigureAwait(false);
        if (status.State != ChannelState.Saved)
            throw new TacitException(status.Code, status.Detail);
    }

    /// <summary>
    /// Remembers that the program has handled everything up to a seq, for <see cref="ChannelOptions.Resume"/>.
    /// </summary>
    public Task SaveAsync(long seq) => _loop.CallAsync(() => _session.Save(seq));

    /// <summary>
    /// What the reader has been handed so far, to make a snapshot of; null while there is more to read, or the channel
    /// is not live. Call it from where the events are handled, before the document is written out.
    /// </summary>
    public async Task<SnapshotPoint?> MarkAsync()
    {
        SnapshotPoint? point = null;
        await _loop.CallAsync(() => point = _session.Mark()).ConfigureAwait(false);
        return point;
    }

    /// <summary>Posts a snapshot; completes with its seq.</summary>
    /// <param name="point">What it covers.</param>
    /// <param name="document">A document that has applied everything it covers, in the layer's form; any
    /// length.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<long> SnapshotAsync(
        SnapshotPoint point, ReadOnlyMemory<byte> document, CancellationToken cancellationToken = default)
    {
        var receipt = await WriteAsync((author, view) => author.WriteSnapshot(view, point, document), cancellationToken)
            .ConfigureAwait(false);
        return await receipt.Seq.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Attests that a snapshot holds what it should. Source: docs/protocol/log.md §3.5.</summary>
    public async Task<long> AttestAsync(EntryId snapshot, CancellationToken cancellationToken = default)
    {
        var receipt = await WriteAsync(
            (author, view) => author.Write(view, EntryKind.Attest, snapshot.ToArray(), []), cancellationToken)
            .ConfigureAwait(false);
        return await receipt.Seq.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens a new epoch and removes authors, for owners: the removed cannot write any more, nor read what comes, and
    /// links handed out before stop working. Completes with the seq of the change.
    /// </summary>
    /// <param name="removed">Who is removed; may be empty, to replace the links alone.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TacitException">
    /// Not an owner (<see cref="Code.KindRefused"/>), or another opened an epoch first (<see cref="Code.EpochWrong"/>).
    /// </exception>
    public async Task<long> RotateAsync(
        IReadOnlyCollection<AuthorId> removed, CancellationToken cancellationToken = default)
    {
        var receipt = await WriteAsync((author, view) => author.WriteEpoch(view, removed), cancellationToken)
            .ConfigureAwait(false);
        return await receipt.Seq.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All authors of whom an entry was seen.</summary>
    public async Task<IReadOnlyList<AuthorState>> AuthorsAsync()
    {
        IReadOnlyList<AuthorState> authors = [];
        await _loop.CallAsync(() => authors = [.. _session.View?.AuthorsSeen ?? []]).ConfigureAwait(false);
        return authors;
    }

    /// <summary>
    /// A link of the current epoch to hand out; null where this device lacks the secret. The caller disposes.
    /// </summary>
    public async Task<Link?> LinkAsync(CapabilityKind kind)
    {
        Link? link = null;
        await _loop.CallAsync(() => link = _session.Membership.LinkTo(kind, _session.Epoch)).ConfigureAwait(false);
        return link;
    }

    /// <summary>A link of the current epoch to give to somebody, as text. It is a secret.</summary>
    /// <param name="kind">What it allows: no more than the link that this channel was opened with.</param>
    /// <param name="password">What it asks for; null for nothing.</param>
    /// <param name="expires">When it ends; never later than the link that this channel was opened with.</param>
    /// <exception cref="ArgumentException">The link that this channel was opened with allows less.</exception>
    /// <exception cref="TacitException">
    /// The time is over (<see cref="Code.LinkExpired"/>), or this device has no key of the current epoch
    /// (<see cref="Code.EpochStale"/>).
    /// </exception>
    public async Task<string> ShareAsync(
        CapabilityKind kind, string? password = null, DateTimeOffset? expires = null)
    {
        if (kind < _session.Link.Kind)
            throw new ArgumentException($"A link to {_session.Link.Kind} makes none to {kind}.", nameof(kind));
        var expiry = expires is { } time ? Math.Max(1, time.ToUnixTimeSeconds()) : 0;
        if (expiry != 0 && expiry <= Client.Time.GetUtcNow().ToUnixTimeSeconds())
            throw new TacitException(Code.LinkExpired, expiry);
        Link? made = null;
        await _loop.CallAsync(() => made = _session.Membership.LinkTo(kind, _session.Epoch, expiry))
            .ConfigureAwait(false);
        using var link = made ?? throw new TacitException(Code.EpochStale, _session.Epoch);
        if (password is null)
            return link.ToText();
        using var locked = await Task.Run(() => link.Lock(password, Client.Secrets)).ConfigureAwait(false);
        return locked.ToText();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _leave(_session).ConfigureAwait(false);

    private async Task<Receipt> WriteAsync(
        Func<Authoring, ChannelView, Task<long>> write, CancellationToken cancellationToken)
    {
        if (!CanWrite)
            throw new TacitException(Code.ReadOnly);
        var ready = new TaskCompletionSource<Task<long>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => _session.WhenWritable(refusal =>
        {
            if (refusal is not null)
                ready.TrySetException(refusal);
            else
                WriteNow(write, ready);
        }));
        return new(await _loop.WaitAsync(ready.Task, cancellationToken).ConfigureAwait(false));
    }

    private void WriteNow(
        Func<Authoring, ChannelView, Task<long>> write, TaskCompletionSource<Task<long>> ready)
    {
        try
        {
            var seq = _session.Write(write);
            _loop.AfterBurst.Add(() => ready.TrySetResult(seq));
        }
        catch (TacitException refusal)
        {
            ready.TrySetException(refusal);
        }
    }
}
