using System.Buffers;
using System.IO.Pipelines;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Front;

/// <summary>
/// Moves whole messages over a connection that was upgraded to a WebSocket. One task receives; whoever is called first
/// when something waits sends, and holds no thread and no buffer in between.
/// </summary>
internal sealed class MessageTransport
{
    private const int SendBufferSize = 64 * 1024;
    private const int NormalClosure = 1000;

    private readonly IDuplexPipe _pipe;
    private readonly Action _abort;
    private readonly SessionContext _context;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FrameReader _reader;
    private bool _isDeaf;
    private long _heardAt;
    private long _endingAt;
    private Code _endCode;

    /// <summary>Takes over a connection.</summary>
    /// <param name="pipe">Its bytes, from the end of the upgrade on. The caller closes it when both directions
    /// have ended.</param>
    /// <param name="abort">Cuts it, whatever it is doing.</param>
    /// <param name="context">Settings, clock and counters.</param>
    public MessageTransport(IDuplexPipe pipe, Action abort, SessionContext context)
    {
        (_pipe, _abort, _context) = (pipe, abort, context);
        _reader = new FrameReader(context.Settings.MessageSizeMax);
        _heardAt = context.Surroundings.Time.GetTimestamp();
        Outbox = new Outbox(context.Settings.OutboxSizeMax, () => context.Flusher.Add(this));
    }

    /// <summary>What to send.</summary>
    public Outbox Outbox { get; }

    /// <summary>Completes when the outbox was closed and everything in it was sent, or cannot be.</summary>
    public Task Sent => _sent.Task;

    /// <summary>How long ago it was told to end; zero if it was not.</summary>
    public TimeSpan EndedFor =>
        Volatile.Read(ref _endingAt) is var at && at != 0 ? Time.GetElapsedTime(at) : TimeSpan.Zero;

    private TimeProvider Time => _context.Surroundings.Time;

    /// <summary>Whether nothing was received for a time.</summary>
    public bool IsSilentFor(TimeSpan idle) => Time.GetElapsedTime(Volatile.Read(ref _heardAt)) > idle;

    /// <summary>The outbox will be closed, and the connection with it, giving this code.</summary>
    public void Ending(Code code)
    {
        _endCode = code;
        Volatile.Write(ref _endingAt, Math.Max(1, Time.GetTimestamp()));
    }

    /// <summary>Cuts the connection, whatever it is doing.</summary>
    public void Abort() => _abort();

    /// <summary>Receives the next message, into memory of its own.</summary>
    /// <returns>The message, or why there is none; null when the connection ended.</returns>
    public async ValueTask<ReceivedMessage?> ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var read = await _pipe.Input.ReadAsync();
                var rest = read.Buffer;
                var (met, payload) = Read(ref rest);
                _pipe.Input.AdvanceTo(rest.Start, met == FrameEvent.None ? read.Buffer.End : rest.Start);
                switch (met)
                {
                    case FrameEvent.None when read.IsCompleted || read.IsCanceled:
                    case FrameEvent.Close:
                        return null;
                    case FrameEvent.Message:
                        _context.Metrics.ReceivedBytes.Add(payload.Length);
                        return new(payload, Code.None, 0);
                    case FrameEvent.Ping:
                        Outbox.AddPong(payload.Span);
                        break;
                    case FrameEvent.TooLarge:
                        return new(default, Code.MessageTooLarge, _context.Settings.MessageSizeMax);
                    case FrameEvent.Violation:
                        return new(default, Code.Malformed, 0);
                    default:
                        break;
                }
            }
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Sends what the outbox holds. Called once for each time that it was filled; never waits.</summary>
    public void Flush() => _ = FlushAsync();

    private (FrameEvent Met, ReadOnlyMemory<byte> Payload) Read(ref ReadOnlySequence<byte> source)
    {
        // What follows a violation cannot be told apart; it is dropped until the client has read why, and closes.
        if (_isDeaf)
        {
            source = source.Slice(source.End);
            return (FrameEvent.None, default);
        }

        Volatile.Write(ref _heardAt, Time.GetTimestamp());
        var met = _reader.Read(ref source, out var payload);
        _isDeaf = met == FrameEvent.Violation;
        return (met, payload);
    }

    private async Task FlushAsync()
    {
        var isLast = false;
        while (!isLast)
        {
            try
            {
                if (!TrySend(out var sending, out isLast))
                    return;
                if (await sending is { IsCompleted: false, IsCanceled: false })
                    continue;
            }
            catch (IOException)
            {
            }
            catch (OperationCanceledException)
            {
            }

            // Nobody takes what is sent. What waits is dropped, and the next turn is the last.
            Outbox.Abandon();
        }

        _sent.SetResult();
    }

    /// <returns>False if nothing waits, and whoever fills the outbox next is called.</returns>
    private bool TrySend(out ValueTask<FlushResult> sending, out bool isLast)
    {
        sending = default;
        var buffer = ArrayPool<byte>.Shared.Rent(SendBufferSize);
        try
        {
            var taken = Outbox.Take(buffer);
            isLast = taken.IsOver;
            if (isLast)
            {
                sending = _pipe.Output.WriteAsync(CloseFrame());
                return true;
            }

            if (taken.Bytes.IsEmpty)
                return false;
            _context.Metrics.SentBytes.Add(taken.Bytes.Length + taken.Large.Length);
            _pipe.Output.Write(taken.Bytes.Span);
            sending = taken.Large.IsEmpty ? _pipe.Output.FlushAsync() : _pipe.Output.WriteAsync(taken.Large);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private byte[] CloseFrame() => _endCode == Code.None
        ? FrameWriter.Close(NormalClosure, "")
        : FrameWriter.Close(Protocol.CloseCodeBase + (int)_endCode, Codes.Of(_endCode).Name);
}
