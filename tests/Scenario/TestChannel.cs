using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>A channel with all of its secrets, and the means to make devices that may write to it.</summary>
public sealed class TestChannel
{
    private static readonly RandomNumberGenerator Entropy = RandomNumberGenerator.Create();

    /// <summary>Makes a channel of kind log.</summary>
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

    /// <summary>The owner secret.</summary>
    public Secret Owner { get; }

    /// <summary>The write secret of epoch 0.</summary>
    public Secret Write { get; }

    /// <summary>The read secret of epoch 0.</summary>
    public Secret Read { get; }

    /// <summary>The public facts.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>The keys of epoch 0.</summary>
    public EpochKeys Keys { get; }

    /// <summary>Its id.</summary>
    public ChannelId Id => Descriptor.Id;

    /// <summary>Signs requests about blobs as a reader.</summary>
    public BlobSigner Reader => new(KeyTree.Signer(Read), ProofBy.ReadKey, null);

    /// <summary>Signs requests about blobs with the owner key.</summary>
    public BlobSigner OwnerSigner => new(KeyTree.Signer(Owner), ProofBy.OwnerKey, null);

    /// <summary>Makes a device that may open epochs.</summary>
    public TestDevice NewAdmin()
    {
        var key = new SigningKey(RandomNumberGenerator.GetBytes(32));
        using var ownerKey = KeyTree.Signer(Owner);
        return new(this, key, Grants.Issue(
            ownerKey, Id, key.PublicKey.Span, Role.Admin, expiry: 0, epoch: 0, GrantedBy.OwnerKey));
    }

    /// <summary>Makes a device with a grant by the write key.</summary>
    /// <param name="expiry">Unix time in seconds; 0 for never.</param>
    public TestDevice NewDevice(long expiry = 0)
    {
        var key = new SigningKey(RandomNumberGenerator.GetBytes(32));
        using var writeKey = KeyTree.Signer(Write);
        return new(this, key, Grants.Issue(
            writeKey, Id, key.PublicKey.Span, Role.Writer, expiry, epoch: 0, GrantedBy.WriteKey));
    }
}
