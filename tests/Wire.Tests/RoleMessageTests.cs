using Tacit.Wire.Roles;
using Xunit.Abstractions;

namespace Tacit.Wire.Tests;

public sealed class RoleMessageTests(ITestOutputHelper output)
{
    private const int Rounds = 200;

    public static TheoryData<string> TypeNames => new(RandomRoleMessages.Types.Select(type => type.Name));

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void Every_message_comes_back_whole_from_its_bytes(string name)
    {
        var messages = new RandomRoleMessages(new Random(Seed()));
        for (var round = 0; round < Rounds; round++)
        {
            var message = messages.Draw(TypeOf(name));
            Assert.True(RoleMessage.TryRead(Written(message), out var read, out _));
            Assert.Equal(RandomRoleMessages.Describe(message), RandomRoleMessages.Describe(read));
        }
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void A_cut_message_does_not_read_and_says_where(string name)
    {
        var message = new RandomRoleMessages(new Random(Seed())).Draw(TypeOf(name));
        var bytes = Written(message);
        for (var length = 0; length < bytes.Length; length++)
        {
            // The frame of a client inside a join has an end of its own, or is refused where it is cut.
            Assert.False(RoleMessage.TryRead(bytes.AsMemory(0, length), out _, out var badOffset));
            Assert.InRange(badOffset, 0, length);
        }
    }

    [Fact]
    public void Damaged_messages_never_throw()
    {
        var random = new Random(Seed());
        var messages = new RandomRoleMessages(random);
        for (var round = 0; round < Rounds * 100; round++)
        {
            var bytes = Written(messages.Draw(RandomRoleMessages.Types[random.Next(RandomRoleMessages.Types.Count)]));
            for (var count = random.Next(1, 4); count > 0; count--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var length = random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length);
            if (!RoleMessage.TryRead(bytes.AsMemory(0, length), out _, out var badOffset))
                Assert.InRange(badOffset, 0, length);
        }
    }

    [Fact]
    public void Bytes_behind_a_message_are_refused()
    {
        var bytes = Written(new LeaveChannel(7, default));
        Assert.False(RoleMessage.TryRead((byte[])[.. bytes, 0], out _, out var badOffset));
        Assert.Equal(bytes.Length, badOffset);
    }

    [Fact]
    public void A_count_beyond_the_message_makes_no_array()
    {
        // 2³¹ − 1 entries in a message of a few bytes.
        var bytes = new WireWriter().Byte(10).Varint(1).Varint(int.MaxValue).ToArray();
        Assert.False(RoleMessage.TryRead(bytes, out _, out var badOffset));
        Assert.Equal(bytes.Length, badOffset);
    }

    [Fact]
    public void What_a_message_carries_is_a_view_of_its_bytes()
    {
        var bytes = Written(new PassEphemeral(1, default, new byte[] { 1, 2, 3 }));
        Assert.True(RoleMessage.TryRead(bytes, out var read, out _));
        Assert.True(((PassEphemeral)read).Message.Span.Overlaps(bytes));
    }

    private static Type TypeOf(string name) => RandomRoleMessages.Types.Single(type => type.Name == name);

    private int Seed()
    {
        var given = Environment.GetEnvironmentVariable("TACIT_SEED");
        var seed = int.TryParse(given, out var replayed) ? replayed : Random.Shared.Next();
        output.WriteLine($"replay with TACIT_SEED={seed}");
        return seed;
    }

    private static byte[] Written(RoleMessage message)
    {
        var writer = new WireWriter();
        message.Write(writer);
        return writer.ToArray();
    }
}
