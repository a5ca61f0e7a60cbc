namespace Tacit.Wire;

/// <summary>
/// Lets an author write. Only bytes here: <c>Tacit.Capability</c> issues and verifies.
/// Source: docs/protocol/keys.md §1.4.
/// </summary>
// Not a record: its equality would compare the bytes by reference, and so would lie.
public sealed class Grant(
    ReadOnlyMemory<byte> authorKey, Role role, long expiry, long epoch, GrantedBy by, ReadOnlyMemory<byte> signature)
{
    /// <summary>Bytes of a public key.</summary>
    public const int KeyLength = 32;

    /// <summary>The author's Ed25519 public key, 32 bytes.</summary>
    public ReadOnlyMemory<byte> AuthorKey { get; } = authorKey;

    /// <summary>What the grant lets the author do.</summary>
    public Role Role { get; } = role;

    /// <summary>Unix time in seconds from which on the grant is void; 0 for never.</summary>
    public long Expiry { get; } = expiry;

    /// <summary>The epoch whose write key signed; 0 where the owner key did.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>Which key signed.</summary>
    public GrantedBy By { get; } = by;

    /// <summary>Ed25519, 64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; } = signature;

    /// <summary>Reads a grant. The bytes are copied.</summary>
    public static bool TryRead(ref WireReader reader, out Grant grant)
    {
        grant = null!;
        if (!reader.TryReadBytes(KeyLength, out var authorKey)
            || !reader.TryReadByte(out var role) || role is not ((byte)Role.Writer or (byte)Role.Admin)
            || !reader.TryReadVarint(out var expiry)
            || !reader.TryReadVarint(out var epoch)
            || !reader.TryReadByte(out var by) || by is not ((byte)GrantedBy.WriteKey or (byte)GrantedBy.OwnerKey)
            || !reader.TryReadBytes(EntryHeader.SignatureLength, out var signature))
        {
            return false;
        }

        grant = new(authorKey.ToArray(), (Role)role, expiry, epoch, (GrantedBy)by, signature.ToArray());
        return true;
    }

    /// <summary>Writes what <see cref="TryRead"/> reads.</summary>
    public void Write(WireWriter writer)
    {
        WriteSigned(writer);
        writer.Bytes(Signature.Span);
    }

    /// <summary>Writes the fields that the signature covers.</summary>
    public void WriteSigned(WireWriter writer) =>
        writer.Bytes(AuthorKey.Span).Byte((byte)Role).Varint(Expiry).Varint(Epoch).Byte((byte)By);
}
