using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Capability;

/// <summary>
/// Issues and verifies grants. Whether a grant holds at a moment (its expiry, the channel's policy and epoch, who is
/// removed) is for the caller to judge. Source: docs/protocol/keys.md §1.4.
/// </summary>
public static class Grants
{
    private static ReadOnlySpan<byte> Context => "tacit/grant/1\0\0\0"u8;

    /// <summary>Signs a grant.</summary>
    /// <param name="signer">The write key of <paramref name="epoch"/>, or the owner key.</param>
    /// <param name="channel">Where it holds.</param>
    /// <param name="authorKey">Whom it lets write: 32 bytes.</param>
    /// <param name="role">Admin only from the owner key.</param>
    /// <param name="expiry">Unix time in seconds from which on it is void; 0 for never.</param>
    /// <param name="epoch">The epoch of the write key; 0 for the owner key.</param>
    /// <param name="by">Which of the two keys signs.</param>
    /// <exception cref="ArgumentException">No one would accept such a grant.</exception>
    public static Grant Issue(
        SigningKey signer,
        ChannelId channel,
        ReadOnlySpan<byte> authorKey,
        Role role,
        long expiry,
        long epoch,
        GrantedBy by)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var unsigned = new Grant(authorKey.ToArray(), role, expiry, epoch, by, ReadOnlyMemory<byte>.Empty);
        if (!IsPossible(unsigned))
            throw new ArgumentException($"No key can grant this: role {role}, epoch {epoch}, by {by}.");
        return new(unsigned.AuthorKey, role, expiry, epoch, by, signer.Sign(Signed(unsigned, channel)));
    }

    /// <summary>
    /// Whether the signature is by this key, over this channel, and the key may grant such a thing at all: the write
    /// key makes no admins, and the owner key has no epoch.
    /// </summary>
    public static bool Verify(Grant grant, ChannelId channel, ReadOnlySpan<byte> signerPublicKey)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return IsPossible(grant)
            && Ed25519.Verify(signerPublicKey, Signed(grant, channel), grant.Signature.Span);
    }

    private static bool IsPossible(Grant grant) =>
        grant.AuthorKey.Length == Ed25519.PublicKeyLength
        && grant.Expiry is >= 0 and <= WireReader.VarintMax
        && grant.Epoch is >= 0 and <= WireReader.VarintMax
        && grant.By switch
        {
            GrantedBy.WriteKey => grant.Role is Role.Writer,
            GrantedBy.OwnerKey => grant.Role is Role.Writer or Role.Admin && grant.Epoch == 0,
            _ => false,
        };

    private static byte[] Signed(Grant grant, ChannelId channel)
    {
        var writer = new WireWriter().Bytes(Context).ChannelId(channel);
        grant.WriteSigned(writer);
        return writer.ToArray();
    }
}
