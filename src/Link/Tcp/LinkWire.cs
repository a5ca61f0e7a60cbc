using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Tacit.Link.Tcp;

/// <summary>Both directions of a connection, in frames: a length in 4 bytes, big-endian, and so many bytes.</summary>
internal sealed class LinkWire : IDuplexPipe
{
    /// <summary>Bytes of a length.</summary>
    public const int PrefixLength = 4;

    /// <summary>Makes it over a connection that was accepted.</summary>
    /// <param name="transport">The connection.</param>
    /// <param name="binding">The hash of the listener's certificate; empty without TLS.</param>
    public LinkWire(IDuplexPipe transport, byte[] binding)
    {
        (Input, Output) = (transport.Input, transport.Output);
        Binding = binding;
    }

    /// <summary>Makes it over a connection that was dialed.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="binding">The hash of the listener's certificate; empty without TLS.</param>
    public LinkWire(Stream stream, byte[] binding)
    {
        Input = PipeReader.Create(stream, new(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024, leaveOpen: true));
        Output = PipeWriter.Create(stream, new(leaveOpen: true));
        Binding = binding;
    }

    /// <inheritdoc />
    public PipeReader Input { get; }

    /// <inheritdoc />
    public PipeWriter Output { get; }

    /// <summary>The hash of the listener's certificate; empty without TLS.</summary>
    public byte[] Binding { get; }

    /// <summary>Takes the next whole frame off what was read.</summary>
    /// <param name="buffer">What was read; afterwards what is left of it.</param>
    /// <param name="sizeMax">The most bytes of a frame.</param>
    /// <param name="frame">A copy of the frame, owned by the caller.</param>
    /// <exception cref="InvalidDataException">The frame is empty or too long.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> buffer, int sizeMax, out byte[] frame)
    {
        frame = [];
        if (buffer.Length < PrefixLength)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        if (length == 0 || length > sizeMax)
            throw new InvalidDataException($"A frame of {length} bytes came; at most {sizeMax} are taken.");
        if (buffer.Length < PrefixLength + length)
            return false;
        frame = buffer.Slice(PrefixLength, length).ToArray();
        buffer = buffer.Slice(PrefixLength + length);
        return true;
    }

    /// <summary>Reads one frame.</summary>
    /// <exception cref="InvalidDataException">The frame is empty or too long.</exception>
    /// <exception cref="EndOfStreamException">The connection ended before.</exception>
    public async ValueTask<byte[]> ReadFrameAsync(int sizeMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await Input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (TryTake(ref buffer, sizeMax, out var frame))
            {
                Input.AdvanceTo(buffer.Start);
                return frame;
            }

            Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted || read.IsCanceled)
                throw new EndOfStreamException("The connection ended.");
        }
    }

    /// <summary>Writes one frame.</summary>
    public async ValueTask WriteFrameAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var bytes = new byte[PrefixLength + frame.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, frame.Length);
        frame.CopyTo(bytes.AsMemory(PrefixLength));
        await Output.WriteAsync(bytes, cancellationToken);
    }
}
