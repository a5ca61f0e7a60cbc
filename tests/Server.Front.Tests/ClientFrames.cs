using System.Buffers.Binary;

namespace Tacit.Server.Front.Tests;

/// <summary>Frames as a client sends them: masked, and in any pieces.</summary>
internal static class ClientFrames
{
    /// <summary>One frame, masked.</summary>
    public static byte[] Frame(Random random, FrameOpcode opcode, bool isFinal, ReadOnlySpan<byte> payload)
    {
        var header = new byte[FrameWriter.HeaderLengthMax];
        var length = FrameWriter.WriteHeader(opcode, payload.Length, header);
        if (!isFinal)
            header[0] &= 0x7F;
        header[1] |= 0x80;
        var mask = random.Next();
        var frame = new byte[length + sizeof(int) + payload.Length];
        header.AsSpan(0, length).CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(length), mask);
        for (var at = 0; at < payload.Length; at++)
            frame[length + sizeof(int) + at] = (byte)(payload[at] ^ frame[length + (at % sizeof(int))]);
        return frame;
    }

    /// <summary>A message in one to five frames, with pings and pongs between them.</summary>
    /// <param name="random">Where to cut.</param>
    /// <param name="message">The message.</param>
    /// <param name="expected">Receives what a reader is to meet.</param>
    public static byte[] Message(Random random, byte[] message, List<(FrameEvent, string)> expected)
    {
        var bytes = new List<byte>();
        var cuts = Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(message.Length + 1)).Order().ToArray();
        var from = 0;
        foreach (var cut in cuts)
        {
            bytes.AddRange(Frame(
                random, from == 0 && bytes.Count == 0 ? FrameOpcode.Binary : FrameOpcode.Continuation,
                isFinal: false, message.AsSpan(from, cut - from)));
            from = cut;
            if (random.Next(3) == 0)
                bytes.AddRange(Control(random, expected));
        }

        bytes.AddRange(Frame(
            random, cuts.Length == 0 ? FrameOpcode.Binary : FrameOpcode.Continuation, isFinal: true,
            message.AsSpan(from)));
        expected.Add((FrameEvent.Message, Convert.ToHexString(message)));
        return [.. bytes];
    }

    private static byte[] Control(Random random, List<(FrameEvent, string)> expected)
    {
        var payload = new byte[random.Next(126)];
        random.NextBytes(payload);
        var isPing = random.Next(2) == 0;
        expected.Add((isPing ? FrameEvent.Ping : FrameEvent.Pong, Convert.ToHexString(payload)));
        return Frame(random, isPing ? FrameOpcode.Ping : FrameOpcode.Pong, isFinal: true, payload);
    }
}
