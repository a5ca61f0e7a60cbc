using Tacit.Wire;

namespace Tacit.Log.Files;

/// <summary>
/// A blob store in a folder: each chunk a file of its own, named by its address, that is written once and never
/// changed.
/// </summary>
/// <remarks>
/// A chunk is written under another name, flushed, renamed, and the folder flushed: so a file under its address is
/// always whole, and one that was acknowledged is there after a loss of power. One process at a time uses the folder;
/// the lock on the log beside it sees to that.
/// </remarks>
public sealed class FileBlobStore : IBlobStore
{
    // Chunks of one stripe are put one after the other, so that the same chunk is never written twice at once.
    private const int StripeCount = 64;

    private readonly BlobFolder _folder;
    private readonly BlobHash _hash;
    private readonly BlobSizes _sizes = new();
    private readonly SemaphoreSlim[] _stripes =
        [.. Enumerable.Range(0, StripeCount).Select(_ => new SemaphoreSlim(1))];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _counted;

    private FileBlobStore(BlobFolder folder, BlobHash hash, bool isCounted)
    {
        (_folder, _hash) = (folder, hash);
        _counted = isCounted ? Task.Run(Count) : Task.CompletedTask;
    }

    /// <summary>Opens a store, and makes it if it is not there.</summary>
    /// <param name="path">The folder, in a folder that is there.</param>
    /// <param name="hash">Computes addresses.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static Task<FileBlobStore> OpenAsync(string path, BlobHash hash, CancellationToken cancellationToken) =>
        Task.Run(() => new FileBlobStore(BlobFolder.Make(path), hash, isCounted: true), cancellationToken);

    /// <summary>
    /// Opens a store that a server may have open: it is read and listed, and nothing is put in or taken away.
    /// </summary>
    /// <param name="path">The folder, which must be there.</param>
    public static FileBlobStore OpenToRead(string path) =>
        new(BlobFolder.Of(path), _ => throw new NotSupportedException("This store is only read."), isCounted: false);

    /// <inheritdoc />
    public async ValueTask<BlobPut> PutAsync(
        ChannelId channel,
        BlobAddress address,
        ReadOnlyMemory<byte> bytes,
        BlobRoom room,
        CancellationToken cancellationToken)
    {
        if (_hash(bytes.Span) != address)
            return new(Code.BlobDamaged, false);

        // What a store holds is counted anew when it is opened; until then nobody knows how much room there is.
        await _counted.WaitAsync(cancellationToken);
        var stripe = _stripes[(int)(address.Low % StripeCount)];
        await stripe.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Put(channel, address, bytes, room), CancellationToken.None);
        }
        finally
        {
            stripe.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask<byte[]?> GetAsync(ChannelId channel, BlobAddress address, CancellationToken cancellationToken) =>
        new(Task.Run(() => _folder.Read(channel, address), cancellationToken));

    /// <inheritdoc />
    public ValueTask<int?> SizeOfAsync(ChannelId channel, BlobAddress address, CancellationToken cancellationToken) =>
        new(Task.Run(() => _folder.SizeOf(channel, address), cancellationToken));

    /// <inheritdoc />
    public ValueTask<long> MeasureAsync(ChannelId channel, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sizes.Of(channel));

    /// <inheritdoc />
    public ValueTask<BlobUsage> MeasureAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sizes.Total);

    /// <inheritdoc />
    public IAsyncEnumerable<(ChannelId Channel, BlobAddress Address)> ListAsync(
        CancellationToken cancellationToken) =>
        _folder.Files().Select(chunk => (chunk.Channel, chunk.Address)).ToAsyncEnumerable();

    /// <summary>Completes when all that the store held when it was opened is counted.</summary>
    /// <exception cref="IOException">It could not be read.</exception>
    public Task CountedAsync(CancellationToken cancellationToken) => _counted.WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _counted.ContinueWith(static _ => { }, TaskScheduler.Default);
        foreach (var stripe in _stripes)
            stripe.Dispose();
        _ended.Dispose();
    }

    private void Count()
    {
        foreach (var (channel, sizeBytes) in _folder.List(_ended.Token))
            _sizes.Reserve(channel, sizeBytes, BlobRoom.Unlimited);
    }

    private BlobPut Put(ChannelId channel, BlobAddress address, ReadOnlyMemory<byte> bytes, BlobRoom room)
    {
        if (_folder.Has(channel, address))
        {
            // Whoever wrote it may have been killed between its renaming and the flush of the folder.
            _folder.Settle(channel);
            return new(Code.None, true);
        }

        var code = _sizes.Reserve(channel, bytes.Length, room);
        if (code != Code.None)
            return new(code, false);
        try
        {
            _folder.Write(channel, address, bytes.Span);
            return new(Code.None, false);
        }
        catch (IOException e) when (BlobFolder.IsFull(e))
        {
            _sizes.Release(channel, bytes.Length);
            return new(Code.StoreFull, false);
        }
        catch
        {
            _sizes.Release(channel, bytes.Length);
            throw;
        }
    }
}
