using Tacit.Crdt;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// A Yjs document over a sealed channel: what others write is applied to it, what is written to it is sealed and sent.
/// Any thread, one change at a time. Source: docs/protocol/pad.md.
/// </summary>
public sealed class Pad : IAsyncDisposable
{
    private const string TextName = "text";

    private readonly Channel _channel;
    private readonly Doc _doc = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte[]> _written = [];
    private readonly Task _reading;

    /// <summary>Makes a pad of a channel that nobody else reads; disposing of the pad disposes of it.</summary>
    public Pad(Channel channel)
    {
        _channel = channel;
        _doc.Updated += update =>
        {
            if (!ReferenceEquals(update.Origin, this))
                _written.Add(PadContent.WriteUpdate(channel.Client.Time.GetUtcNow(), string.Empty, update.Bytes));
        };
        _reading = ReadAsync();
    }

    /// <summary>The channel: its status, its links.</summary>
    public Channel Channel => _channel;

    /// <summary>Opens a pad. Completes without waiting for the server; see <see cref="CaughtUpAsync"/>.</summary>
    /// <param name="client">A client of the link's server.</param>
    /// <param name="link">A link of layer pad; the caller may dispose of it afterwards.</param>
    /// <param name="options">How the channel is opened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Pad> OpenAsync(
        TacitClient client,
        Link link,
        ChannelOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new(await client.OpenAsync(link, options, cancellationToken).ConfigureAwait(false));

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
            return look(_doc);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Appends to the plain text; completes when the server has it durably.</summary>
    public Task AppendTextAsync(string text, CancellationToken cancellationToken = default) =>
        EditAsync(doc => doc.GetText(TextName).Insert(doc.GetText(TextName).Length, text), cancellationToken);

    /// <summary>Changes the document; completes when the server has the change durably.</summary>
    /// <param name="change">Changes the document, in one transaction.</param>
    /// <param name="cancellationToken">Stops the wait; the change is sent all the same.</param>
    /// <exception cref="TacitException">The link only reads, or the server refused.</exception>
    public async Task EditAsync(Action<Doc> change, CancellationToken cancellationToken = default)
    {
        if (!_channel.CanWrite)
            throw new TacitException(Code.ReadOnly);
        byte[][] written;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _doc.Transact(_ => change(_doc));
            written = [.. _written];
            _written.Clear();
        }
        finally
        {
            _gate.Release();
        }

        foreach (var update in written)
            await _channel.AppendAsync(EntryKind.Update, update, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await _channel.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        _closed.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var happened in _channel.ReadAsync(_closed.Token).ConfigureAwait(false))
            {
                if (happened is BecameLive)
                    _live.TrySetResult();
                else if (happened is EntryRead { Entry: { Kind: EntryKind.Update or EntryKind.Snapshot } entry })
                    await ApplyAsync(entry.Content).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            _live.TrySetCanceled();
        }
        catch (TacitException refusal)
        {
            _live.TrySetException(refusal);
        }
    }

    // What is malformed, or of a newer form, changes nothing: the others go on without it.
    private async Task ApplyAsync(ReadOnlyMemory<byte> bytes)
    {
        if (PadContent.TryRead(bytes, out var content, out _) != PadContentFault.None)
            return;
        await _gate.WaitAsync(_closed.Token).ConfigureAwait(false);
        try
        {
            foreach (var document in content.Documents.Where(one => one.Guid.Length == 0))
                _doc.TryApplyUpdate(document.Update.Span, out _, document.Format, origin: this);
        }
        finally
        {
            _gate.Release();
        }
    }
}
