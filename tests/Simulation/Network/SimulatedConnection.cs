using System.Buffers;
using System.IO.Pipelines;
using Tacit.Link;
using Tacit.Simulation.World;

namespace Tacit.Simulation.Network;

/// <summary>
/// One end of a TCP connection: a pipe in each direction, and the network behind them. An empty piece is the end of a
/// direction.
/// </summary>
/// <param name="process">Where this end is.</param>
/// <param name="incoming">From the other end.</param>
/// <param name="outgoing">To the other end.</param>
/// <param name="bytesUnderWayMax">No more is sent while more than this is on its way.</param>
internal sealed class SimulatedConnection(
    SimulatedProcess process, Cable<byte[]> incoming, Cable<byte[]> outgoing, int bytesUnderWayMax)
    : IDuplexPipe, IAsyncDisposable
{
    private readonly Pipe _input = new(OptionsOf(process));
    private readonly Pipe _output = new(OptionsOf(process));
    private readonly Signal _arrived = new();
    private readonly Signal _drained = new();
    private int _bytesUnderWay;
    private bool _isCut;

    /// <inheritdoc />
    public PipeReader Input => _input.Reader;

    /// <inheritdoc />
    public PipeWriter Output => _output.Writer;

    /// <summary>Told of bytes that this end took.</summary>
    public Action<int> Took { get; set; } = _ => { };

    /// <summary>Begins to move bytes. Called in its process.</summary>
    public void Start()
    {
        process.Watch(ReceiveAsync());
        process.Watch(SendAsync());
    }

    /// <summary>Something arrived.</summary>
    public void Arrived() => _arrived.Set();

    /// <summary>The other end took bytes.</summary>
    public void Drained(int length)
    {
        _bytesUnderWay -= length;
        _drained.Set();
    }

    /// <summary>The connection is gone: nothing is read or sent any more.</summary>
    public void Cut()
    {
        _isCut = true;
        _output.Reader.CancelPendingRead();
        _arrived.Set();
        _drained.Set();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>Its owner is done with it.</summary>
    public void Close()
    {
        _input.Reader.Complete();
        _output.Writer.Complete();
    }

    private static PipeOptions OptionsOf(SimulatedProcess process)
    {
        var scheduler = new Steps(process);
        return new(readerScheduler: scheduler, writerScheduler: scheduler, pauseWriterThreshold: 64 * 1024);
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            if (_isCut)
            {
                await _input.Writer.CompleteAsync(new IOException("The connection was reset."));
                return;
            }

            if (!incoming.TryTake(out var bytes))
            {
                await _arrived.WaitAsync(CancellationToken.None);
                continue;
            }

            Took(bytes.Length);
            if (bytes.Length == 0 || (await _input.Writer.WriteAsync(bytes)).IsCompleted)
            {
                await _input.Writer.CompleteAsync();
                return;
            }
        }
    }

    private async Task SendAsync()
    {
        while (!_isCut)
        {
            if (_bytesUnderWay > bytesUnderWayMax)
            {
                await _drained.WaitAsync(CancellationToken.None);
                continue;
            }

            var read = await _output.Reader.ReadAsync();
            if (!read.Buffer.IsEmpty && !_isCut)
            {
                _bytesUnderWay += (int)read.Buffer.Length;
                outgoing.Send(read.Buffer.ToArray());
            }

            _output.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        await _output.Reader.CompleteAsync();
        outgoing.Send([]);
    }

    private sealed class Steps(SimulatedProcess process) : PipeScheduler
    {
        public override void Schedule(Action<object?> action, object? state) =>
            process.Post(new SendOrPostCallback(action), state);
    }
}
