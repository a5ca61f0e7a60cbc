using System.Net.WebSockets;
using Tacit.Seal;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>
/// Writes to a channel of its own across crashes, as a client with an outbox does: sealed once, sent again until it is
/// acknowledged.
/// </summary>
internal sealed class CrashWriter
{
    private readonly TestChannel _channel = new();
    private readonly TestDevice _device;
    private readonly List<SealedEntry> _sealed = [];
    private int _acknowledgedCount;

    public CrashWriter() => _device = _channel.NewDevice();

    /// <summary>Counter → seq, of all that was acknowledged.</summary>
    public SortedDictionary<long, long> Acknowledged { get; } = [];

    /// <summary>How many, readable while it writes.</summary>
    public int AcknowledgedCount => Volatile.Read(ref _acknowledgedCount);

    /// <summary>Writes until the server is killed.</summary>
    public async Task WriteAsync(ServerProcess server, CancellationToken killed)
    {
        try
        {
            await using var connection = await RawConnection.OpenAsync(server);
            var (joined, _) = await connection.JoinAsync(_device);
            foreach (var unsent in _sealed.Where(entry => entry.Counter > joined.LastCounter).ToArray())
                await connection.SendAsync(new Append(joined.Handle, unsent.Bytes));
            while (!killed.IsCancellationRequested)
            {
                for (var n = 0; n < 8; n++)
                {
                    var entry = _sealed.Count == 0 ? _device.Introduce() : _device.Say($"{_sealed.Count}");
                    _sealed.Add(entry);
                    await connection.SendAsync(new Append(joined.Handle, entry.Bytes));
                }

                while (Acknowledged.Count == 0 || Acknowledged.Keys.Last() < _sealed[^1].Counter)
                    Take(await connection.ReceiveAsync<Ack>());
            }
        }
        catch (WebSocketException) when (server.IsKilled)
        {
        }
        catch (InvalidOperationException) when (server.IsKilled)
        {
        }
    }

    /// <summary>Checks that the log holds all that was acknowledged where it was, and no seq twice.</summary>
    public async Task CheckAsync(ServerProcess server)
    {
        await using var reader = await RawConnection.OpenAsync(server);
        var (_, entries) = await reader.JoinAsync(_channel);
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(n => (long)n), entries.Select(entry => entry.Seq));
        for (var at = 0; at < entries.Count; at++)
            Assert.Equal(_sealed[at].Bytes.ToArray(), entries[at].Bytes.ToArray());
        Assert.All(Acknowledged, pair => Assert.Equal(pair.Key, pair.Value));
        Assert.True(entries.Count >= Acknowledged.Keys.Max());
    }

    private void Take(Ack ack)
    {
        for (var n = 0L; n < ack.Count; n++)
        {
            var (counter, seq) = (ack.FirstCounter + n, ack.FirstSeq + n);
            if (Acknowledged.TryGetValue(counter, out var known))
                Assert.Equal(known, seq);
            Acknowledged[counter] = seq;
        }

        Volatile.Write(ref _acknowledgedCount, Acknowledged.Count);
    }
}
