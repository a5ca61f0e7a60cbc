using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>A stored log and the model, to which the same random things are done.</summary>
internal sealed class LogPair : IAsyncDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly LogSettings Settings = new()
    {
        ChannelSizeMaxBytes = 60_000,
        InstanceSizeMaxBytes = 150_000,
    };

    private readonly Random _random;
    private readonly StoreFolder _folder = new();
    private readonly SetTime _time = new();
    private readonly MemoryLog _model;
    private readonly RandomChannel[] _channels;
    private SqliteLog _log = null!;

    private LogPair(Random random)
    {
        _random = random;
        _model = new(Settings, _time, TestAuthor.Hash);
        _channels = [.. Enumerable.Range(1, 3).Select(n => new RandomChannel(new((UInt128)n, 0), random))];
    }

    public static async Task<LogPair> OpenAsync(Random random)
    {
        var pair = new LogPair(random);
        await pair.OpenStoreAsync();
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _model.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Does one random thing to both.</summary>
    public async Task StepAsync()
    {
        var channel = _channels[_random.Next(_channels.Length)];
        switch (_random.Next(20))
        {
            case < 11:
                await AppendAsync();
                break;
            case 11:
                var created = await _log.CreateAsync(channel.Id, new byte[] { 1 }, Never);
                Assert.Equal(await _model.CreateAsync(channel.Id, new byte[] { 1 }, Never), created);
                break;
            case 12:
                _time.Advance(TimeSpan.FromSeconds(_random.Next(0, 90)));
                break;
            case 13:
                _time.Advance(TimeSpan.FromHours(_random.Next(1, 300)));
                Assert.Equal(await _model.TrimAsync(Never), await _log.TrimAsync(Never));
                break;
            case 14:
                await ReopenAsync();
                break;
            default:
                await CompareReadAsync(channel);
                break;
        }
    }

    /// <summary>Compares all that both have.</summary>
    public async Task CompareAllAsync()
    {
        Assert.Equal(await _model.MeasureAsync(Never), await _log.MeasureAsync(Never));
        foreach (var channel in _channels)
        {
            foreach (var history in new[] { false, true })
                await CompareAsync(new(channel.Id, 0, null, history, int.MaxValue));
            await CompareStateAsync(channel.Id, channel.RandomAuthor());
        }
    }

    private async Task AppendAsync()
    {
        // Sometimes so many that the run is cut into several rows.
        var count = _random.Next(10) == 0 ? _random.Next(1, 100) : _random.Next(1, 8);
        var batch = new PendingAppend[count];
        for (var at = 0; at < count; at++)
        {
            var channel = _channels[_random.Next(_channels.Length)];
            batch[at] = new(channel.Id, channel.NextEntry());
        }

        var expected = await _model.AppendAsync(batch, Never);
        Assert.Equal(expected, await _log.AppendAsync(batch, Never));
        for (var at = 0; at < count; at++)
            _channels.First(channel => channel.Id == batch[at].Channel).Learn(batch[at].Entry.ToArray(), expected[at]);
    }

    // Closed in one of the ways a store can be: in order, or as a killed process leaves it.
    private async Task ReopenAsync()
    {
        var incarnation = _log.Incarnation;
        if (_random.Next(2) == 0)
        {
            await _log.DisposeAsync();
            await OpenStoreAsync();
        }
        else
        {
            using var copy = new StoreFolder();
            foreach (var suffix in new[] { "", "-wal" })
                File.Copy(_folder.Store + suffix, copy.Store + suffix);
            await _log.DisposeAsync();
            foreach (var suffix in new[] { "", "-wal" })
                File.Copy(copy.Store + suffix, _folder.Store + suffix, overwrite: true);
            await OpenStoreAsync();
        }

        Assert.Equal(incarnation, _log.Incarnation);
        await CompareAllAsync();
    }

    private async Task OpenStoreAsync() => _log = await _folder.OpenAsync(Settings, _time);

    private async Task CompareReadAsync(RandomChannel channel)
    {
        var clock = _random.Next(2) == 0 ? null : channel.RandomClock();
        var after = _random.Next(3) == 0 ? 0 : _random.Next(0, 60);
        var sizeMaxBytes = _random.Next(2) == 0 ? int.MaxValue : _random.Next(1, 5000);
        await CompareAsync(new(channel.Id, after, clock, _random.Next(2) == 0, sizeMaxBytes));
        await CompareStateAsync(channel.Id, channel.RandomAuthor());
    }

    private async Task CompareAsync(ReadQuery query)
    {
        var expected = await _model.ReadAsync(query, Never);
        var page = await _log.ReadAsync(query, Never);
        Assert.Equal((expected.UpTo, expected.Head), (page.UpTo, page.Head));
        Assert.Equal(expected.Entries.Select(entry => entry.Seq), page.Entries.Select(entry => entry.Seq));
        Assert.Equal(
            expected.Entries.Select(entry => Convert.ToHexString(entry.Bytes.Span)),
            page.Entries.Select(entry => Convert.ToHexString(entry.Bytes.Span)));
    }

    private async Task CompareStateAsync(ChannelId channel, AuthorId author)
    {
        var expected = await _model.FindAsync(channel, author, Never);
        var state = await _log.FindAsync(channel, author, Never);
        Assert.Equal(expected is null, state is null);
        if (expected is null || state is null)
            return;
        Assert.Equal(
            (expected.Head, expected.Epoch, expected.SizeBytes, expected.LastCounter),
            (state.Head, state.Epoch, state.SizeBytes, state.LastCounter));
        Assert.Equal(
            expected.EpochEntries.Select(entry => Convert.ToHexString(entry.Span)),
            state.EpochEntries.Select(entry => Convert.ToHexString(entry.Span)));
    }
}
