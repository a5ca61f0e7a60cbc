using System.Text;
using Tacit.Crdt;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// A Yjs document over a sealed channel: what others write is applied to it, what is written to it is sealed and sent.
/// It writes snapshots when they are due, and attests those of others. Any thread, one change at a time.
/// Source: docs/protocol/pad.md.
/// </summary>
public sealed class Pad : IAsyncDisposable
{
    private const string TextName = "text";

    /// <summary>What is written within so long goes out as one entry.</summary>
    private static readonly TimeSpan GatherWait = TimeSpan.FromMilliseconds(50);

    private readonly Channel _channel;
    private readonly PadReplica _replica = new();
    private readonly PadPresence _presence;
    private readonly PadKeeper _keeper;
    private readonly PadChanges _changes = new();
    private readonly Dictionary<AuthorId, string> _names = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _ticks;
    private readonly Task _reading;
    private TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _sending = Task.CompletedTask;
    private long? _sentAt;
    private int _isDisposed;

    /// <summary>
    /// Makes a pad of a channel that nobody else reads and that is read from its beginning; disposing of the pad
    /// disposes of it.
    /// </summary>
    public Pad(Channel channel)
    {
        _channel = channel;
        _presence = new(_replica.Root.ClientId, channel.Client.Time, update =>
            _ = SendPresenceAsync(update));
        _presence.Changed += () => PresenceChanged?.Invoke(this, EventArgs.Empty);
        _keeper = new(channel, _replica, _gate, _closed.Token);
        _ticks = channel.Client.Time.CreateTimer(
            _ => _ = WithinAsync(_presence.Tick), null, Awareness.TickInterval, Awareness.TickInterval);
        _reading = ReadAsync();
    }

    /// <summary>
    /// Raised when others come, leave, or show something else. Handlers return at once and leave the pad alone.
    /// </summary>
    public event EventHandler? PresenceChanged;

    /// <summary>The channel: its status, its links.</summary>
    public Channel Channel => _channel;

    /// <summary>Opens a pad. Completes without waiting for the server; see <see cref="CaughtUpAsync"/>.</summary>
    /// <param name="client">A client of the link's server.</param>
    /// <param name="link">A link of layer pad; the caller may dispose of it afterwards.</param>
    /// <param name="options">How the channel is opened; it is read from its beginning in any case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Pad> OpenAsync(
        TacitClient client,
        Link link,
        ChannelOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var reading = (options ?? new()) with { Resume = false, Reads = true };
        return new(await client.OpenAsync(link, reading, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Completes when everything that the server has is in the document.</summary>
    /// <exception cref="TacitException">The server refused, or forked.</exception>
    public Task CaughtUpAsync(CancellationToken cancellationToken = default) => _live.Task.WaitAsync(cancellationToken);

    /// <summary>The document's plain text as it is now.</summary>
    public Task<string> TextAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(doc => doc.GetText(TextName).ToString(), cancellationToken);

    /// <summary>Looks at the document while nothing else changes it.</summary>
    public async Task<T> ReadAsync<T>(Func<Doc, T> look, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return look(_replica.Root);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Appends to the plain text; completes when the server has it durably.</summary>
    public Task AppendTextAsync(string text, CancellationToken cancellationToken = default) =>
        EditAsync(doc => doc.GetText(TextName).Insert(doc.GetText(TextName).Length, text), cancellationToken);

    /// <summary>
    /// Changes the document, its sub-documents included; completes when the server has the change durably.
    /// </summary>
    /// <param name="change">Changes the document, in one transaction.</param>
    /// <param name="cancellationToken">Stops the wait; the change is sent all the same.</param>
    /// <exception cref="TacitException">The link only reads, or the server refused.</exception>
    public async Task EditAsync(Action<Doc> change, CancellationToken cancellationToken = default)
    {
        if (!_channel.CanWrite)
            throw new TacitException(Code.ReadOnly);
        Task sent;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _replica.Root.Transact(_ => change(_replica.Root));
        }
        finally
        {
            // What a change that fails has written before is in the document, and goes out as well.
            sent = Send();
            _gate.Release();
        }

        await sent.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Each entry that is taken in from now on, own ones included, after it is in the document. One reader at a time;
    /// of a reader that is slow the oldest changes are dropped and counted, the document never lacks them.
    /// </summary>
    /// <exception cref="TacitException">The server refused, or forked.</exception>
    public IAsyncEnumerable<PadChange> ChangesAsync(CancellationToken cancellationToken = default) =>
        _changes.ReadAsync(cancellationToken);

    /// <summary>
    /// Shows this program to those present, as <c>{ user: { name, color, colorLight } }</c>; null takes it away. What
    /// is shown is shown again whenever the connection is new.
    /// </summary>
    /// <exception cref="TacitException">The link only reads.</exception>
    public Task ShowAsync(AnyObject? state) => _channel.CanWrite
        ? WithinAsync(() => _presence.Show(state))
        : throw new TacitException(Code.ReadOnly);

    /// <summary>What others who are present show, by the client ids of their documents.</summary>
    public async Task<IReadOnlyDictionary<long, Any>> PresentAsync()
    {
        IReadOnlyDictionary<long, Any> present = new Dictionary<long, Any>();
        await WithinAsync(() => present = _presence.Others).ConfigureAwait(false);
        return present;
    }

    /// <summary>Leaves. What was written is kept by the channel's outbox, if not sent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _ticks.DisposeAsync().ConfigureAwait(false);
        await WithinAsync(() => _presence.Show(null)).ConfigureAwait(false);
        await _closed.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        await _keeper.DisposeAsync().ConfigureAwait(false);
        await _channel.DisposeAsync().ConfigureAwait(false);
        _closed.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var happened in _channel.ReadAsync(_closed.Token).ConfigureAwait(false))
            {
                await WithinAsync(() => Take(happened)).ConfigureAwait(false);
                if (happened is BecameLive)
                    _live.TrySetResult();
            }

            _changes.Complete(null);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            _live.TrySetCanceled();
            _changes.Complete(null);
        }
        catch (TacitException refusal)
        {
            _live.TrySetException(refusal);
            _changes.Complete(refusal);
        }
    }

    private void Take(ChannelEvent happened)
    {
        if (happened is EntryRead read)
            Take(read.Entry, read.IsOwn);
        else if (happened is EphemeralHeard { Message: { Type: EphemeralType.Awareness } message })
            Hear(message);

        // Who is new here is heard only once its first entry has introduced it.
        if (happened is BecameLive or EntryRead { IsOwn: true, Entry.Kind: EntryKind.Grant })
            _presence.Announce();
        _keeper.Saw(happened);
    }

    // What is malformed, or of a newer form, changes nothing: the others go on without it.
    private void Take(OpenedEntry entry, bool isOwn)
    {
        if (entry.Kind is not (EntryKind.Update or EntryKind.Snapshot))
        {
            _keeper.Add(entry, null, isOwn);
            if (entry.Kind == EntryKind.Grant && entry.Content.Length > 0)
                _names.TryAdd(entry.Author, Encoding.UTF8.GetString(entry.Content.Span));
            return;
        }

        var fault = PadContent.TryRead(entry.Content, out var content, out _);
        if (fault == PadContentFault.None && !_replica.Apply(content))
            fault = PadContentFault.Malformed;
        _keeper.Add(entry, fault == PadContentFault.NewerForm ? null : content, isOwn);
        _changes.Write(new(
            entry.Seq,
            entry.Author,
            _names.GetValueOrDefault(entry.Author, string.Empty),
            isOwn,
            TimeOf(content),
            entry.Kind == EntryKind.Snapshot,
            fault));
    }

    private void Hear(OpenedEphemeral message)
    {
        if (_presence.Hear(message.Payload.Span) is { Length: > 0 } name)
            _names[message.Author] = name;
    }

    private static DateTimeOffset? TimeOf(PadContent content) =>
        content.TimeMs is { } time && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;

    // Within the gate. Completes when what was written up to now is durable on the server.
    private Task Send()
    {
        if (!_replica.HasWritten)
            return Task.CompletedTask;
        if (_sending.IsCompleted)
            _sending = SendAllAsync();
        return _sent.Task;
    }

    // The first change goes out at once, and those after it in a rhythm: so one alone does not wait, and many are few.
    private async Task SendAllAsync()
    {
        await Task.Yield();
        while (true)
        {
            var time = _channel.Client.Time;
            var wait = _sentAt is { } sentAt ? GatherWait - time.GetElapsedTime(sentAt) : TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, _closed.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            List<byte[]> contents;
            var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _gate.WaitAsync().ConfigureAwait(false);
            try
            {
                if (!_replica.HasWritten)
                {
                    _sending = Task.CompletedTask;
                    return;
                }

                contents = _replica.TakeWritten(time.GetUtcNow());
                (_sentAt, sent, _sent) = (time.GetTimestamp(), _sent, sent);
            }
            finally
            {
                _gate.Release();
            }

            await AppendAsync(contents, sent).ConfigureAwait(false);
        }
    }

    private async Task AppendAsync(List<byte[]> contents, TaskCompletionSource sent)
    {
        try
        {
            var seqs = new List<Task>();
            foreach (var content in contents)
            {
                seqs.Add(content.Length <= PadKeeper.UpdateSizeMax
                    ? await EnqueueAsync(content).ConfigureAwait(false)
                    : _keeper.WriteNowAsync());
            }

            _ = Task.WhenAll(seqs).ContinueWith(
                all => sent.TrySetFromTask(all), TaskContinuationOptions.ExecuteSynchronously);
        }
        catch (TacitException refusal)
        {
            sent.TrySetException(refusal);
        }
    }

    // While the pad is being left, the entry is still sealed if it can be, and kept on this device.
    private async Task<Task> EnqueueAsync(byte[] content)
    {
        try
        {
            return (await _channel.EnqueueAsync(EntryKind.Update, content, _closed.Token).ConfigureAwait(false)).Seq;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            return Task.FromCanceled(_closed.Token);
        }
    }

    private async Task SendPresenceAsync(byte[] update)
    {
        try
        {
            await _channel.SendEphemeralAsync(EphemeralType.Awareness, update).ConfigureAwait(false);
        }
        catch (Exception refusal) when (refusal is TacitException or ObjectDisposedException)
        {
            // Too long, no right any more, or over: what is shown of this program is lost, and nothing else.
        }
    }

    private async Task WithinAsync(Action action)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            action();
        }
        finally
        {
            _gate.Release();
        }
    }
}
