using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>A stored log and the model, to which the same random things are done.</summary>
public sealed class LogPair : IAsyncDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    /// <summary>What the stored log is to be opened with.</summary>
    public static LogSettings Settings { get; } = new()
    {
        ChannelSizeMaxBytes = 60_000,
        InstanceSizeMaxBytes = 150_000,
    };

    private readonly Random _random;
    private readonly Func<ILog, Task<ILog>> _reopen;
    private readonly SetTime _time;
    private readonly MemoryLog _model;
    private readonly RandomChannel[] _channels;
    private ILog _log;

    /// <param name="random">Decides what is done.</param>
    /// <param name="log">An empty log. Belongs to this.</param>
    /// <param name="time">The clock that it was opened with.</param>
    /// <param name="reopen">Closes the log and opens its store again, in one of the ways in which that happens.</param>
    public LogPair(Random random, ILog log, SetTime time, Func<ILog, Task<ILog>> reopen)
    {
        (_random, _log, _time, _reopen) = (random, log, time, reopen);
        _model = new(Settings, _time, TestAuthor.Hash);
        _channels = [.. Enumerable.Range(1, 3).Select(n => new RandomChannel(new((UInt128)n, 0), random))];
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _model.DisposeAsync();
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

    private async Task ReopenAsync()
    {
        var incarnation = _log.Incarnation;
        _log = await _reopen(_log);
        Assert.Equal(incarnation, _log.Incarnation);
        await CompareAllAsync();
    }

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
