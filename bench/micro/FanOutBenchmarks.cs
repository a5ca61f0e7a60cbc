using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Tacit.Link;
using Tacit.Server.Front;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Bench.Micro;

/// <summary>A front is told of a commit, until the last of a room's connections has it: all but the network.</summary>
public class FanOutBenchmarks
{
    private readonly ChannelId _channel = Entries.Channel(1);
    private readonly byte[] _entry = Entries.Update(1, 2);
    private readonly SemaphoreSlim _all = new(0);
    private Meter _meter = null!;
    private FrontRole _front = null!;
    private FixedCore _core = null!;
    private PipeClient[] _clients = [];
    private int _missing;
    private long _seq;

    [Params(2, 50)]
    public int Readers { get; set; }

    [Params(1, 16)]
    public int Batch { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _meter = new("micro");
        var settings = new FrontSettings { IdleMax = TimeSpan.FromHours(1) };
        _front = new(settings, Surroundings.OfProcess(TimeProvider.System), _meter, NullLogger.Instance);
        _core = new(_front);
        ((IRole)_front).Opened(_core);
        _clients = [.. Enumerable.Range(0, Readers).Select(_ => new PipeClient(_front, _channel, Received))];
        await Task.WhenAll(_clients.Select(client => client.Live));
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        foreach (var client in _clients)
            client.Close();
        await _front.DisposeAsync();
        _meter.Dispose();
        _all.Dispose();
    }

    [Benchmark(Description = "fan a commit out to all readers of a room")]
    public async Task DeliverAsync()
    {
        var entries = new CommittedEntry[Batch];
        Array.Fill(entries, new(0, 2, _entry));
        Volatile.Write(ref _missing, Readers);
        await _front.ReceiveAsync(new EntriesCommitted(_channel, _seq + 1, entries), _core);
        _seq += Batch;
        await _all.WaitAsync();
    }

    private void Received()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
            _all.Release();
    }
}
