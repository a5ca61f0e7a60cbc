using Tacit.Wire.Frames;
using Xunit.Abstractions;

namespace Tacit.Wire.Tests;

public sealed class FrameTests(ITestOutputHelper output)
{
    private const int Rounds = 20_000;

    [Fact]
    public void Every_frame_comes_back_from_its_bytes()
    {
        var seed = Seed();
        var frames = new RandomFrames(new Random(seed));
        for (var round = 0; round < Rounds; round++)
        {
            var client = frames.Client();
            var bytes = Written(client.Write);
            Assert.True(ClientFrame.TryRead(bytes, out var clientRead, out _));
            Assert.Equal(bytes, Written(clientRead.Write));
            Assert.Equal(client.GetType(), clientRead.GetType());

            var server = frames.Server();
            bytes = Written(server.Write);
            Assert.True(ServerFrame.TryRead(bytes, out var serverRead, out _));
            Assert.Equal(bytes, Written(serverRead.Write));
            Assert.Equal(server.GetType(), serverRead.GetType());
        }
    }

    [Fact]
    public void A_cut_frame_does_not_read_unless_what_is_left_out_is_its_open_end()
    {
        var seed = Seed();
        var frames = new RandomFrames(new Random(seed));
        for (var round = 0; round < Rounds / 10; round++)
        {
            var frame = frames.Client();
            var bytes = Written(frame.Write);
            for (var length = 0; length < bytes.Length; length++)
            {
                var read = ClientFrame.TryRead(bytes.AsMemory(0, length), out var shorter, out var badOffset);
                Assert.True(read == shorter is Append or SendEphemeral);
                Assert.InRange(badOffset, 0, length);
            }
        }
    }

    [Fact]
    public void Bytes_behind_a_frame_are_refused()
    {
        var bytes = Written(new Leave(7).Write);
        Assert.False(ClientFrame.TryRead((byte[])[.. bytes, 0], out _, out var badOffset));
        Assert.Equal(bytes.Length, badOffset);
    }

    [Fact]
    public void Damaged_frames_never_throw()
    {
        var seed = Seed();
        var random = new Random(seed);
        var frames = new RandomFrames(random);
        for (var round = 0; round < Rounds * 5; round++)
        {
            var bytes = random.Next(3) switch
            {
                0 => frames.Bytes(random.Next(0, 200)),
                1 => Damaged(Written(frames.Client().Write), random),
                _ => Damaged(Written(frames.Server().Write), random),
            };
            ClientFrame.TryRead(bytes, out _, out _);
            ServerFrame.TryRead(bytes, out _, out _);
            EntryHeader.TryRead(bytes, out _, out _);
        }
    }

    [Fact]
    public void A_message_is_taken_apart_into_the_frames_it_was_made_of()
    {
        var seed = Seed();
        var random = new Random(seed);
        var frames = new RandomFrames(random);
        for (var round = 0; round < Rounds / 100; round++)
        {
            var sent = Enumerable.Range(0, random.Next(1, 20)).Select(_ => frames.Client()).ToArray();
            var writer = new MessageWriter();
            foreach (var frame in sent)
                writer.Add(frame);

            var reader = new MessageReader(writer.ToArray());
            foreach (var frame in sent)
            {
                Assert.True(reader.TryRead(out var bytes));
                Assert.Equal(Written(frame.Write), bytes.ToArray());
            }

            Assert.True(reader.AtEnd);
        }
    }

    [Theory]
    [InlineData("00")]
    [InlineData("05")]
    [InlineData("0201")]
    [InlineData("8080")]
    public void A_message_of_broken_lengths_is_refused(string hex)
    {
        var reader = new MessageReader(Convert.FromHexString(hex));
        Assert.False(reader.TryRead(out _));
        Assert.Equal(0, reader.Offset);
    }

    [Fact]
    public void The_short_ways_to_write_frames_write_the_same_bytes()
    {
        byte[] entry = [1, 2, 3];
        Assert.Equal(
            new MessageWriter().Add(new Entry(300, 5, entry)).ToArray(),
            new MessageWriter().AddEntry(300, 5, entry).ToArray());
        Assert.Equal(
            new MessageWriter().Add(new Append(300, entry)).ToArray(),
            new MessageWriter().AddAppend(300, entry).ToArray());
    }

    private int Seed()
    {
        var given = Environment.GetEnvironmentVariable("TACIT_SEED");
        var seed = int.TryParse(given, out var replayed) ? replayed : Random.Shared.Next();
        output.WriteLine($"replay with TACIT_SEED={seed}");
        return seed;
    }

    private static byte[] Written(Action<WireWriter> write)
    {
        var writer = new WireWriter();
        write(writer);
        return writer.ToArray();
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        for (var n = random.Next(1, 4); n > 0; n--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(2) == 0 ? bytes : bytes[..random.Next(bytes.Length)];
    }
}
