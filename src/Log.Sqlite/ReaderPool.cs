using System.Collections.Concurrent;

namespace Tacit.Log.Sqlite;

/// <summary>A few readers, used in turns. Reading blocks, so it is done on the thread pool.</summary>
internal sealed class ReaderPool(string path, ChannelCache cache, int count) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(count);
    private readonly ConcurrentBag<Reader> _readers = [];
    private readonly int _count = count;

    /// <summary>Reads.</summary>
    /// <exception cref="SqliteFailureException">The store could not be read.</exception>
    public async Task<T> ReadAsync<T>(Func<Reader, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(read), cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the reads that run, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var at = 0; at < _count; at++)
            await _free.WaitAsync();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _free.Dispose();
    }

    private T Read<T>(Func<Reader, T> read)
    {
        if (!_readers.TryTake(out var reader))
            reader = new(path, cache);
        try
        {
            return read(reader);
        }
        finally
        {
            _readers.Add(reader);
        }
    }
}
