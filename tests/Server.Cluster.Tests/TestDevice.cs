using System.Security.Cryptography;
using System.Text;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Cluster.Tests;

/// <summary>A device that may write to a channel. Its first entry is its grant.</summary>
internal sealed class TestDevice(TestChannel channel, SigningKey key, Grant grant)
{
    private readonly EntrySealer _sealer = new(channel.Id, key, RandomNumberGenerator.Create());

    public TestChannel Channel => channel;

    public AuthorId Author => _sealer.Author;

    /// <summary>Its next entry: the grant, then messages.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        if (_sealer.Counter > 0)
        {
            var text = Encoding.UTF8.GetBytes($"{_sealer.Author} {_sealer.Counter}");
            return _sealer.Seal(channel.Keys, EntryKind.Message, [], text).Bytes;
        }

        var fields = new WireWriter();
        grant.Write(fields);
        return _sealer.Seal(channel.Keys, EntryKind.Grant, fields.Written, []).Bytes;
    }

    /// <summary>Opens epoch 1 without one author. For an admin.</summary>
    public ReadOnlyMemory<byte> Remove(AuthorId removed, long cut)
    {
        var random = RandomNumberGenerator.Create();
        using var writeSecret = Secret.Draw(random);
        using var readSecret = KeyTree.Narrow(writeSecret);
        using var keys = EpochKeys.Of(1, readSecret);
        var fields = new WireWriter();
        EpochChange.Make(
            channel.Id, 1, writeSecret, channel.Read, [channel.Descriptor.OwnerKey], [(removed, cut)], random)
            .Write(fields);
        return _sealer.Seal(keys, EntryKind.Epoch, fields.Written, []).Bytes;
    }

    public Join Join(ReadOnlyMemory<byte> challenge, string audience) => new()
    {
        Request = 1,
        Channel = channel.Id,
        By = ProofBy.AuthorKey,
        Signature = JoinProof.Sign(key, challenge.Span, audience, channel.Id, ProofBy.AuthorKey),
        Descriptor = channel.Descriptor.ToArray(),
        Grant = grant,
    };
}
