using Tacit.Crypto;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Capability.Tests;

public sealed class DescriptorTests
{
    private static readonly SeededBytes Drawn = new(2);

    [Fact]
    public void A_descriptor_reads_back_and_its_hash_is_the_channel_id()
    {
        var keys = Enumerable.Range(0, 3).Select(_ => Drawn.Next(32)).ToArray();
        var made = new Descriptor(ChannelKind.Log, AppendPolicy.Granted, keys[0], keys[1], keys[2]);

        Assert.True(Descriptor.TryRead(made.ToArray(), out var read));
        Assert.Equal(ChannelKind.Log, read.Kind);
        Assert.Equal(AppendPolicy.Granted, read.Policy);
        Assert.Equal(keys[0], read.OwnerKey.ToArray());
        Assert.Equal(keys[1], read.WriteKey.ToArray());
        Assert.Equal(keys[2], read.ReadKey.ToArray());
        Assert.Equal(ChannelId.Read(Blake2b.Hash(made.ToArray())), read.Id);
        Assert.Equal(made.Id, read.Id);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    [InlineData(1, 6)]
    [InlineData(2, 0)]
    [InlineData(2, 3)]
    public void Another_version_kind_or_policy_does_not_read(int offset, byte value)
    {
        var bytes = Made().ToArray();
        Assert.True(Descriptor.TryRead(bytes, out _));
        bytes[offset] = value;

        Assert.False(Descriptor.TryRead(bytes, out var read));
        Assert.Null(read);
    }

    [Fact]
    public void Another_length_does_not_read()
    {
        var bytes = Made().ToArray();

        Assert.False(Descriptor.TryRead(bytes.AsSpan(1), out _));
        Assert.False(Descriptor.TryRead([.. bytes, 0], out _));
        Assert.False(Descriptor.TryRead([], out _));
    }

    [Fact]
    public void Nobody_states_impossible_facts()
    {
        var key = new byte[32];
        Assert.Throws<ArgumentException>(() =>
            new Descriptor((ChannelKind)3, AppendPolicy.Writers, key, key, key));
        Assert.Throws<ArgumentException>(() => new Descriptor(ChannelKind.Pad, 0, key, key, key));
        Assert.Throws<ArgumentException>(() =>
            new Descriptor(ChannelKind.Pad, AppendPolicy.Writers, key, key, new byte[31]));
    }

    [Fact]
    public void An_author_is_named_by_the_hash_of_its_key()
    {
        var key = Drawn.Next(32);

        Assert.Equal(AuthorId.Read(Blake2b.Hash(key)), Authors.IdOf(key));
        Assert.Throws<ArgumentException>(() => Authors.IdOf(key.AsSpan(1)));
    }

    private static Descriptor Made() =>
        new(ChannelKind.Pad, AppendPolicy.Writers, Drawn.Next(32), Drawn.Next(32), Drawn.Next(32));
}
