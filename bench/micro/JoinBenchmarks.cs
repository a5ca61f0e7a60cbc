using BenchmarkDotNet.Attributes;
using Tacit.Log;
using Tacit.Wire;

namespace Tacit.Bench.Micro;

/// <summary>What is read for a join: a snapshot that stands for most of a channel, and what came after it.</summary>
public class JoinBenchmarks
{
    private const int CoveredCount = 10_000, LiveCount = 500, BatchLength = 500;
    private const ulong Author = 1;

    private readonly ChannelId _channel = Entries.Channel(Random.Shared.Next());
    private BenchLog _log = null!;

    [ParamsSource(nameof(Kinds))]
    public LogKind Kind { get; set; }

    public static IEnumerable<LogKind> Kinds => BenchLog.Kinds;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _log = await BenchLog.OpenAsync(Kind);
        await _log.Log.CreateAsync(_channel, new byte[99], CancellationToken.None);
        await AppendAsync([Entries.Grant(Author)]);
        await AppendAsync(Updates(2, CoveredCount));
        await AppendAsync([Entries.Snapshot(Author, CoveredCount + 2, covered: CoveredCount + 1)]);
        await AppendAsync(Updates(CoveredCount + 3, LiveCount));
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await _log.DisposeAsync();

    [Benchmark(Description = "read a join: a snapshot of 64 KiB and 500 live entries")]
    public async Task<int> ReadAsync()
    {
        var page = await _log.Log.ReadAsync(
            new(_channel, 0, null, History: false, int.MaxValue), CancellationToken.None);
        return page.Entries.Count > LiveCount
            ? page.Entries.Count
            : throw new InvalidOperationException($"A page has {page.Entries.Count} entries.");
    }

    private static IEnumerable<byte[]> Updates(long first, int count)
    {
        for (var n = 0; n < count; n++)
            yield return Entries.Update(Author, first + n);
    }

    private async Task AppendAsync(IEnumerable<byte[]> entries)
    {
        foreach (var batch in entries.Chunk(BatchLength))
            await _log.AppendAsync([.. batch.Select(entry => new PendingAppend(_channel, entry))]);
    }
}
