using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Server.Cluster.Tests;

/// <summary>A channel with all of its secrets.</summary>
internal sealed class TestChannel
{
    private static readonly RandomNumberGenerator Entropy = RandomNumberGenerator.Create();

    public TestChannel()
    {
        Owner = Secret.Draw(Entropy);
        Write = KeyTree.Narrow(Owner);
        Read = KeyTree.Narrow(Write);
        Descriptor = new Descriptor(
            ChannelKind.Log, AppendPolicy.Writers, KeyTree.PublicKey(Owner), KeyTree.PublicKey(Write),
            KeyTree.PublicKey(Read));
        Keys = EpochKeys.Of(0, Read);
    }

    public Secret Owner { get; }

    public Secret Write { get; }

    public Secret Read { get; }

    public Descriptor Descriptor { get; }

    public EpochKeys Keys { get; }

    public ChannelId Id => Descriptor.Id;

    /// <summary>A channel whose shard is one of these.</summary>
    public static TestChannel In(Func<Shard, bool> wanted)
    {
        while (true)
        {
            var channel = new TestChannel();
            if (wanted(Shard.Of(channel.Id)))
                return channel;
        }
    }

    /// <summary>Makes a device that may write, or open epochs.</summary>
    public TestDevice NewDevice(Role role = Role.Writer)
    {
        var key = new SigningKey(RandomNumberGenerator.GetBytes(32));
        var by = role == Role.Admin ? GrantedBy.OwnerKey : GrantedBy.WriteKey;
        using var signer = KeyTree.Signer(role == Role.Admin ? Owner : Write);
        return new(this, key, Grants.Issue(signer, Id, key.PublicKey.Span, role, expiry: 0, epoch: 0, by));
    }
}
