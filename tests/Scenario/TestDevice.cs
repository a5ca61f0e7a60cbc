using System.Security.Cryptography;
using System.Text;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>A device that may write to a channel. Its first entry is its grant.</summary>
/// <param name="channel">The channel.</param>
/// <param name="key">Its key.</param>
/// <param name="grant">Its right.</param>
public sealed class TestDevice(TestChannel channel, SigningKey key, Grant grant)
{
    private readonly EntrySealer _sealer = new(channel.Id, key, RandomNumberGenerator.Create());

    /// <summary>Its id.</summary>
    public AuthorId Author => _sealer.Author;

    /// <summary>Its right.</summary>
    public Grant Grant => grant;

    /// <summary>Signs requests about blobs.</summary>
    public BlobSigner Signer => new(key, ProofBy.AuthorKey, grant);

    /// <summary>The same device before its first entry, as a copied disk would be.</summary>
    public TestDevice Twin() => new(channel, key, grant);

    /// <summary>Its first entry.</summary>
    public SealedEntry Introduce()
    {
        var fields = new WireWriter();
        grant.Write(fields);
        return _sealer.Seal(channel.Keys, EntryKind.Grant, fields.Written, []);
    }

    /// <summary>A message.</summary>
    public SealedEntry Say(string text) =>
        _sealer.Seal(channel.Keys, EntryKind.Message, [], Encoding.UTF8.GetBytes(text));

    /// <summary>Opens epoch 1, without one author. For an admin.</summary>
    public SealedEntry OpenEpoch(AuthorId removed, long cut)
    {
        var random = RandomNumberGenerator.Create();
        using var writeSecret = Secret.Draw(random);
        using var readSecret = KeyTree.Narrow(writeSecret);
        using var keys = EpochKeys.Of(1, readSecret);
        var fields = new WireWriter();
        EpochChange.Make(
            channel.Id, 1, writeSecret, channel.Read, [channel.Descriptor.OwnerKey], [(removed, cut)], random)
            .Write(fields);
        return _sealer.Seal(keys, EntryKind.Epoch, fields.Written, []);
    }

    /// <summary>A snapshot of everything up to its own newest entry.</summary>
    public SealedEntry Snapshot(string document)
    {
        var fields = new WireWriter();
        new SnapshotFields(0, VectorClock.From([(Author, _sealer.Counter)])).Write(fields);
        var content = new WireWriter().Varint(1).AuthorId(Author).Varint(_sealer.Counter).EntryId(_sealer.Head);
        content.Bytes(Encoding.UTF8.GetBytes(document));
        return _sealer.Seal(channel.Keys, EntryKind.Snapshot, fields.Written, content.Written);
    }

    /// <summary>Asks to join as this device.</summary>
    public Join Join(RawConnection connection, long after = 0, Incarnation incarnation = default) => new()
    {
        Request = connection.NextRequest(),
        Channel = channel.Id,
        By = ProofBy.AuthorKey,
        Signature = JoinProof.Sign(key, connection.Challenge, connection.Audience, channel.Id, ProofBy.AuthorKey),
        Descriptor = channel.Descriptor.ToArray(),
        Grant = grant,
        After = after,
        Incarnation = incarnation,
    };
}
