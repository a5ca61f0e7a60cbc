using System.Buffers;
using System.Buffers.Text;
using Tacit.Wire.Frames;

namespace Tacit.Wire.Blobs;

/// <summary>
/// What a request about blobs proves its right with: the token of its <c>Authorization</c> header. Only bytes here;
/// <c>Tacit.Capability</c> signs and verifies. Source: docs/protocol/blobs.md §6.5.
/// </summary>
/// <param name="By">Which key signed.</param>
/// <param name="At">The client's clock, in Unix seconds.</param>
/// <param name="Signature">Ed25519, 64 bytes.</param>
/// <param name="Grant">The author's grant: there exactly when an author key signed.</param>
public sealed record BlobAuthorization(ProofBy By, long At, ReadOnlyMemory<byte> Signature, Grant? Grant)
{
    // The longest: by 1, at 8, signature 64, and a grant of 32 + 1 + 8 + 8 + 1 + 64.
    private const int BytesMax = 1 + 8 + 64 + 114;

    /// <summary>Reads the token of a header; anything but exactly one encoding of one value does not read.</summary>
    public static bool TryRead(ReadOnlySpan<char> token, out BlobAuthorization authorization)
    {
        authorization = null!;
        Span<byte> buffer = stackalloc byte[BytesMax];
        if (token.Length > Base64Url.GetEncodedLength(BytesMax)
            || Base64Url.DecodeFromChars(token, buffer, out _, out var length) != OperationStatus.Done
            || !token.SequenceEqual(Base64Url.EncodeToString(buffer[..length])))
        {
            return false;
        }

        var reader = new WireReader(buffer[..length]);
        if (!reader.TryReadByte(out var by) || by is < (byte)ProofBy.ReadKey or > (byte)ProofBy.OwnerKey
            || !reader.TryReadVarint(out var at)
            || !reader.TryReadBytes(EntryHeader.SignatureLength, out var signature))
        {
            return false;
        }

        Grant? grant = null;
        if ((ProofBy)by == ProofBy.AuthorKey && !Wire.Grant.TryRead(ref reader, out grant))
            return false;
        if (!reader.AtEnd)
            return false;
        authorization = new((ProofBy)by, at, signature.ToArray(), grant);
        return true;
    }

    /// <summary>The token for a header.</summary>
    public string Write()
    {
        var writer = new WireWriter().Byte((byte)By).Varint(At).Bytes(Signature.Span);
        Grant?.Write(writer);
        return Base64Url.EncodeToString(writer.Written);
    }
}
