using BenchmarkDotNet.Attributes;
using Tacit.Log;
using Tacit.Wire;

namespace Tacit.Bench.Micro;

/// <summary>Appends to each log, in batches over many channels, each answered when it is durable.</summary>
public class AppendBenchmarks
{
    private const int ChannelCount = 100;
    private const ulong Author = 1;

    private readonly long[] _counters = new long[ChannelCount];
    private BenchLog _log = null!;
    private ChannelId[] _channels = [];
    private List<PendingAppend> _batch = [];
    private int _turn;

    [ParamsSource(nameof(Kinds))]
    public LogKind Kind { get; set; }

    [Params(1, 100)]
    public int Batch { get; set; }

    public static IEnumerable<LogKind> Kinds => BenchLog.Kinds;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _log = await BenchLog.OpenAsync(Kind);

        // Never the same channels twice: a database outlives a run.
        var first = Random.Shared.Next();
        _channels = [.. Enumerable.Range(0, ChannelCount).Select(number => Entries.Channel(first + number))];
        foreach (var channel in _channels)
        {
            await _log.Log.CreateAsync(channel, new byte[99], CancellationToken.None);
            await _log.AppendAsync([new(channel, Entries.Grant(Author))]);
        }

        Array.Fill(_counters, 1);
        MakeBatch();
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await _log.DisposeAsync();

    /// <summary>Next to what it measures, the making of a batch costs little; it is counted all the same.</summary>
    [Benchmark(Description = "append a batch, durably")]
    public async Task AppendAsync()
    {
        await _log.AppendAsync(_batch);
        MakeBatch();
    }

    private void MakeBatch()
    {
        _batch = new(Batch);
        for (var n = 0; n < Batch; n++)
        {
            var at = _turn++ % ChannelCount;
            _batch.Add(new(_channels[at], Entries.Update(Author, ++_counters[at])));
        }
    }
}
