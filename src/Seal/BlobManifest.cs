using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>What a blob is, and where its chunks are. Source: docs/protocol/blobs.md §6.3.</summary>
/// <param name="SizeBytes">Bytes of the file.</param>
/// <param name="Type">The media type, as the one who added it says; at most 127 bytes of UTF-8, may be empty.</param>
/// <param name="Name">Its name, likewise; at most 255 bytes.</param>
/// <param name="Chunks">The addresses of its chunks, in order.</param>
public sealed record BlobManifest(long SizeBytes, string Type, string Name, IReadOnlyList<BlobAddress> Chunks)
{
    /// <summary>The most bytes of a media type.</summary>
    public const int TypeBytesMax = 127;

    /// <summary>The most bytes of a name.</summary>
    public const int NameBytesMax = 255;

    private const byte Version = 1;

    /// <summary>Text cut between characters so that it has at most so many bytes of UTF-8.</summary>
    public static string Cut(string text, int bytesMax)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > bytesMax)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    /// <summary>The bytes of it.</summary>
    public byte[] ToArray()
    {
        var writer = new WireWriter().Byte(Version).Varint(SizeBytes).String(Type).String(Name).Varint(Chunks.Count);
        foreach (var chunk in Chunks)
            chunk.Write(writer.Reserve(BlobAddress.Length));
        return writer.ToArray();
    }

    /// <summary>Reads a manifest.</summary>
    /// <returns>
    /// <see cref="Code.None"/>, <see cref="Code.BlobNewer"/> or <see cref="Code.BlobDamaged"/>.
    /// </returns>
    public static Code Read(ReadOnlySpan<byte> bytes, out BlobManifest? manifest)
    {
        manifest = null;
        var reader = new WireReader(bytes);
        if (!reader.TryReadByte(out var version))
            return Code.BlobDamaged;
        if (version > Version)
            return Code.BlobNewer;
        if (version != Version
            || !reader.TryReadVarint(out var sizeBytes) || sizeBytes > BlobShape.SizeBytesMax
            || !reader.TryReadString(TypeBytesMax, out var type)
            || !reader.TryReadString(NameBytesMax, out var name)
            || !reader.TryReadVarint(BlobShape.CountMax, out var count) || count != BlobShape.Of(sizeBytes).Count
            || reader.Remaining != count * BlobAddress.Length)
        {
            return Code.BlobDamaged;
        }

        var chunks = new BlobAddress[count];
        for (var at = 0; at < count; at++)
        {
            reader.TryReadBytes(BlobAddress.Length, out var address);
            chunks[at] = BlobAddress.Read(address);
        }

        manifest = new(sizeBytes, type, name, chunks);
        return Code.None;
    }
}
