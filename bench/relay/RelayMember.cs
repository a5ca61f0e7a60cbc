using System.IO.Pipelines;

namespace Tacit.Bench.Relay;

/// <summary>
/// A connection as the others see it: what is queued for it gathers in one buffer while the buffer before it is being
/// sent, so that many frames leave in one write. Any thread queues; at most one sends.
/// </summary>
/// <param name="output">Where to write.</param>
internal sealed class RelayMember(PipeWriter output) : IThreadPoolWorkItem
{
    private const int WaitingMaxBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private byte[] _waiting = new byte[1024];
    private byte[] _sending = new byte[1024];
    private int _length;
    private bool _isScheduled;

    /// <summary>Adds a frame; a member that does not read loses it.</summary>
    public void Queue(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (_length + frame.Length > WaitingMaxBytes)
                return;
            if (_length + frame.Length > _waiting.Length)
                Array.Resize(ref _waiting, Math.Max(_waiting.Length * 2, _length + frame.Length));
            frame.CopyTo(_waiting.AsSpan(_length));
            _length += frame.Length;
            if (_isScheduled)
                return;
            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc />
    public void Execute() => _ = SendAsync();

    private async Task SendAsync()
    {
        while (Swap() is var length and > 0)
        {
            var sent = await output.WriteAsync(_sending.AsMemory(0, length));
            if (sent.IsCompleted)
                return;
        }
    }

    private int Swap()
    {
        lock (_gate)
        {
            var length = _length;
            (_waiting, _sending, _length) = (_sending, _waiting, 0);
            _isScheduled = length > 0;
            return length;
        }
    }
}
