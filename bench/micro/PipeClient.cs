using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Tacit.Bench.Load;
using Tacit.Server.Front;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Bench.Micro;

/// <summary>A client whose connection is two pipes in memory. It joins a channel, and then counts messages.</summary>
internal sealed class PipeClient : IDuplexPipe
{
    private readonly Pipe _toFront = new(), _fromFront = new();
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _received;

    /// <summary>Connects, and joins.</summary>
    /// <param name="front">Who serves it.</param>
    /// <param name="channel">What to join.</param>
    /// <param name="received">Called for each message after LIVE.</param>
    public PipeClient(FrontRole front, ChannelId channel, Action received)
    {
        _received = received;
        _ = front.ServeAsync(this, static () => { }, IPAddress.Loopback, "tacit.example");
        _ = ReceiveAsync();
        Send(new Hello(1, 1, "micro"));
        Send(new Join
        {
            Request = 1,
            Channel = channel,
            By = ProofBy.ReadKey,
            Signature = new byte[EntryHeader.SignatureLength],
        });
    }

    /// <summary>Completes when it has got everything.</summary>
    public Task Live => _live.Task;

    PipeReader IDuplexPipe.Input => _toFront.Reader;

    PipeWriter IDuplexPipe.Output => _fromFront.Writer;

    /// <summary>Ends the connection.</summary>
    public void Close() => _toFront.Writer.Complete();

    private void Send(ClientFrame frame)
    {
        var message = new MessageWriter().Add(frame).Message.Span;
        var bytes = new byte[message.Length + WebSocketFrame.HeaderLengthMax];
        var length = WebSocketFrame.Write(bytes, WebSocketFrame.Binary, message);
        _ = _toFront.Writer.WriteAsync(bytes.AsMemory(0, length)).AsTask();
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var read = await _fromFront.Reader.ReadAsync();
            if (read.IsCompleted)
                return;
            var bytes = read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray();
            var taken = Take(bytes.Span);
            _fromFront.Reader.AdvanceTo(read.Buffer.GetPosition(taken), read.Buffer.End);
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (WebSocketFrame.Read(bytes[taken..], out _, out var payload) is var length and > 0)
        {
            taken += length;
            if (_live.Task.IsCompleted)
                _received();
            else
                Join(payload.ToArray());
        }

        return taken;
    }

    private void Join(byte[] message)
    {
        var reader = new MessageReader(message);
        while (reader.TryRead(out var frame))
        {
            if (frame.Span[0] == (byte)FrameType.Live)
                _live.TrySetResult();
        }
    }
}
