using System.Buffers;
using Tacit.Seeds;

namespace Tacit.Server.Front.Tests;

public sealed class FrameReaderTests
{
    private const int SizeMax = 100_000;

    [Fact]
    public void Messages_come_out_as_they_went_in_however_they_are_cut() => Fuzz.Run(300, random =>
    {
        var expected = new List<(FrameEvent, string)>();
        var sent = Enumerable.Range(0, random.Next(1, 6)).SelectMany(_ =>
            ClientFrames.Message(random, random.Bytes(random.Next(random.Next(2) == 0 ? 200 : 70_000)), expected));
        Assert.Equal(expected, ReadInPieces(random, [.. sent]));
    });

    [Fact]
    public void Damaged_bytes_are_read_or_refused_and_nothing_is_thrown() => Fuzz.Run(3_000, random =>
    {
        var sent = ClientFrames.Message(random, random.Bytes(random.Next(300)), []);
        for (var damages = random.Next(1, 4); damages > 0; damages--)
            sent = random.Damage(sent);
        foreach (var (met, payload) in ReadInPieces(random, sent))
            Assert.True(met != FrameEvent.Message || payload.Length <= 2 * SizeMax);
    });

    [Theory]
    [InlineData("82 01 61")] // not masked
    [InlineData("C2 80 00000000")] // a reserved bit
    [InlineData("81 80 00000000")] // text
    [InlineData("83 80 00000000")] // a kind that nobody knows
    [InlineData("80 80 00000000")] // goes on with nothing
    [InlineData("09 80 00000000")] // a ping in pieces
    [InlineData("89 FE 007E 00000000")] // a ping that is too long
    [InlineData("82 FE 007D 00000000")] // a length that has a shorter form
    [InlineData("82 FF 000000000000FFFF 00000000")] // the same
    [InlineData("82 FF 8000000000000000 00000000")] // a length below zero
    [InlineData("02 80 00000000 82 80 00000000")] // a message begins within another
    public void What_the_protocol_forbids_is_a_violation(string hex)
    {
        var met = ReadInPieces(new Random(1), Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(FrameEvent.Violation, met[^1].Met);
    }

    [Fact]
    public void A_message_beyond_the_limit_is_dropped_and_a_close_behind_it_is_seen() => Fuzz.Run(50, random =>
    {
        var close = random.Bytes(random.Next(126));
        var expected = new List<(FrameEvent, string)>();
        byte[] sent =
        [
            .. ClientFrames.Frame(random, FrameOpcode.Binary, isFinal: false, random.Bytes(random.Next(1, SizeMax))),
            .. ClientFrames.Frame(random, FrameOpcode.Continuation, isFinal: true, random.Bytes(SizeMax)),
            .. ClientFrames.Message(random, random.Bytes(10), []),
            .. ClientFrames.Frame(random, FrameOpcode.Close, isFinal: true, close),
        ];
        expected.Add((FrameEvent.TooLarge, ""));
        expected.Add((FrameEvent.Close, Convert.ToHexString(close)));
        var met = ReadInPieces(random, sent).Where(one => one.Met is not (FrameEvent.Ping or FrameEvent.Pong));
        Assert.Equal(expected, met);
    });

    [Fact]
    public void Nothing_is_kept_for_a_length_before_its_bytes_have_come()
    {
        var reader = new FrameReader(4 * 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var source = new ReadOnlySequence<byte>([0x82, 0xFF, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
        Assert.Equal(FrameEvent.None, reader.Read(ref source, out _));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024);
    }

    [Fact]
    public void Unmasking_is_the_same_for_every_length_and_place() => Fuzz.Run(200, random =>
    {
        var bytes = random.Bytes(random.Next(300));
        var mask = random.Bytes(4);
        var expected = bytes.Select((one, at) => (byte)(one ^ mask[at % 4])).ToArray();
        FrameReader.Unmask(bytes, bytes, BitConverter.ToUInt32(mask));
        Assert.Equal(expected, bytes);
    });

    // As a connection reads: what was not consumed comes again, with more.
    private static List<(FrameEvent Met, string Payload)> ReadInPieces(Random random, byte[] sent)
    {
        var reader = new FrameReader(SizeMax);
        var met = new List<(FrameEvent, string)>();
        var (from, to) = (0, 0);
        while (true)
        {
            var source = Pieces(random, sent.AsMemory(from, to - from));
            var one = reader.Read(ref source, out var payload);
            from = to - (int)source.Length;
            if (one != FrameEvent.None)
                met.Add((one, Convert.ToHexString(payload.Span)));
            if (one == FrameEvent.Violation || (one == FrameEvent.None && to == sent.Length))
                return met;
            if (one == FrameEvent.None)
                to += random.Next(1, Math.Min(sent.Length - to, random.Next(2) == 0 ? 20 : 20_000) + 1);
        }
    }

    private static ReadOnlySequence<byte> Pieces(Random random, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return ReadOnlySequence<byte>.Empty;
        var first = new Piece(bytes[..random.Next(bytes.Length + 1)], 0);
        var last = first;
        for (var at = first.Memory.Length; at < bytes.Length; at += last.Memory.Length)
            last = last.Append(bytes.Slice(at, random.Next(1, bytes.Length - at + 1)));
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long at) => (Memory, RunningIndex) = (memory, at);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
