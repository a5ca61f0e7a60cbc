using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;

namespace Tacit.Vectors.Tests;

/// <summary>A channel with all of its secrets, drawn from a seed.</summary>
internal sealed class Channel
{
    public Channel(SeededBytes random, ChannelKind kind = ChannelKind.Pad, AppendPolicy policy = AppendPolicy.Writers)
    {
        OwnerSecret = Secret.Draw(random);
        WriteSecret = KeyTree.Narrow(OwnerSecret);
        ReadSecret = KeyTree.Narrow(WriteSecret);
        EpochKey = KeyTree.EpochKey(ReadSecret);
        Descriptor = new(
            kind,
            policy,
            KeyTree.PublicKey(OwnerSecret),
            KeyTree.PublicKey(WriteSecret),
            KeyTree.PublicKey(ReadSecret));
    }

    public Secret OwnerSecret { get; }

    public Secret WriteSecret { get; }

    public Secret ReadSecret { get; }

    public Secret EpochKey { get; }

    public Descriptor Descriptor { get; }
}
