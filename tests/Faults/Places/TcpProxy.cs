using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Tacit.Faults.Places;

/// <summary>
/// A network between two nodes: passes bytes on to where it leads, and can be cut in either direction without a word to
/// anybody, as when a cable is pulled. What was sent into a cut waits in the sender's own buffers, as unacknowledged
/// segments do, and arrives when the link is healed, if the connection still stands. Any thread.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private const int ChunkBytes = 32 * 1024;

    // Few, so that back-pressure passes through as it does on a network.
    private const int ChunksUnderWay = 16;

    private readonly Socket _listener;
    private readonly EndPoint _target;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _forth = Open();
    private volatile TaskCompletionSource _back = Open();
    private TimeSpan _delay;

    /// <summary>Listens, and leads to a target.</summary>
    /// <param name="listen">Where.</param>
    /// <param name="target">Where to.</param>
    public TcpProxy(IPEndPoint listen, EndPoint target)
    {
        _target = target;
        _listener = new(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(listen);
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAllAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How long everything takes that enters from now on, in each direction.</summary>
    public void Delay(TimeSpan delay) => _delay = delay;

    /// <summary>Passes nothing on any more, from who dialled (forth) or from who was dialled (back).</summary>
    public void Cut(bool forth = true, bool back = true)
    {
        if (forth)
            _forth = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (back)
            _back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Passes everything on again.</summary>
    public void Heal()
    {
        _forth.TrySetResult();
        _back.TrySetResult();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAllAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var accepted = await _listener.AcceptAsync(_end.Token);
                connections.RemoveAll(one => one.IsCompleted);
                connections.Add(ServeAsync(accepted));
            }
        }
        catch (OperationCanceledException)
        {
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket from)
    {
        using var to = new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (from)
        {
            from.NoDelay = true;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            try
            {
                // A handshake needs both directions.
                await _forth.Task.WaitAsync(ended.Token);
                await _back.Task.WaitAsync(ended.Token);
                await to.ConnectAsync(_target, ended.Token);
                Task[] both =
                [
                    PassAsync(from, to, () => _forth.Task, ended.Token),
                    PassAsync(to, from, () => _back.Task, ended.Token),
                ];
                await Task.WhenAny(both);

                // One side ended: what the other still says is for nobody.
                await ended.CancelAsync();
                await Task.WhenAll(both);
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException or IOException)
            {
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to, Func<Task> gate, CancellationToken cancellationToken)
    {
        var underWay = Channel.CreateBounded<(byte[] Bytes, long Due)>(ChunksUnderWay);
        var arriving = ArriveAsync(underWay.Reader, to, gate, cancellationToken);
        var buffer = new byte[ChunkBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is var count and > 0)
            {
                var due = Environment.TickCount64 + (long)_delay.TotalMilliseconds;
                await underWay.Writer.WriteAsync((buffer[..count], due), cancellationToken);
            }
        }
        finally
        {
            underWay.Writer.TryComplete();
            await arriving;
        }
    }

    private static async Task ArriveAsync(
        ChannelReader<(byte[] Bytes, long Due)> underWay,
        Socket to,
        Func<Task> gate,
        CancellationToken cancellationToken)
    {
        await foreach (var (bytes, due) in underWay.ReadAllAsync(cancellationToken))
        {
            var left = due - Environment.TickCount64;
            if (left > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(left), cancellationToken);
            await gate().WaitAsync(cancellationToken);
            for (var sent = 0; sent < bytes.Length;)
                sent += await to.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }

        // The end, too, does not pass a cut.
        await gate().WaitAsync(cancellationToken);
    }
}
