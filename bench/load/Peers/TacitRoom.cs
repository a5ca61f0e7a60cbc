using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Bench.Load.Peers;

/// <summary>What the clients of one room share: a channel with its secrets, and who is who in it.</summary>
internal sealed class TacitRoom : IDisposable
{
    private readonly Secret _write;

    public TacitRoom()
    {
        using var entropy = RandomNumberGenerator.Create();
        using var owner = Secret.Draw(entropy);
        _write = KeyTree.Narrow(owner);
        using var read = KeyTree.Narrow(_write);
        Descriptor = new(
            ChannelKind.Pad, AppendPolicy.Writers, KeyTree.PublicKey(owner), KeyTree.PublicKey(_write),
            KeyTree.PublicKey(read));
        Keys = EpochKeys.Of(0, read);
    }

    /// <summary>The public facts.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>The keys of epoch 0.</summary>
    public EpochKeys Keys { get; }

    /// <summary>Author → seat.</summary>
    public Dictionary<ulong, int> Seats { get; } = [];

    /// <summary>Lets an author write.</summary>
    public Grant Admit(SigningKey author)
    {
        using var signer = KeyTree.Signer(_write);
        return Grants.Issue(
            signer, Descriptor.Id, author.PublicKey.Span, Role.Writer, expiry: 0, epoch: 0, GrantedBy.WriteKey);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _write.Dispose();
        Keys.Dispose();
    }
}
