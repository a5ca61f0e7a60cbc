using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Log;

/// <summary>A channel as a store holds it, whole, at one moment: what a copy of it must equal.</summary>
public sealed class ChannelImage
{
    /// <summary>The channel.</summary>
    public required ChannelId Id { get; init; }

    /// <summary>Its descriptor.</summary>
    public required ReadOnlyMemory<byte> Descriptor { get; init; }

    /// <summary>The newest seq, which may be that of an entry that was trimmed.</summary>
    public required long Head { get; init; }

    /// <summary>The current epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>When it began, in Unix milliseconds.</summary>
    public required long EpochSinceMs { get; init; }

    /// <summary>All authors, sorted by id.</summary>
    public required IReadOnlyList<ImageAuthor> Authors { get; init; }

    /// <summary>The stored snapshots, in order of seq.</summary>
    public required IReadOnlyList<ImageSnapshot> Snapshots { get; init; }

    /// <summary>Who attested which stored snapshot, sorted.</summary>
    public required IReadOnlyList<ImageAttest> Attests { get; init; }

    /// <summary>The stored entries, in order of seq.</summary>
    public required IReadOnlyList<StoredEntry> Entries { get; init; }

    /// <summary>Bytes of the entries.</summary>
    public long SizeBytes => Entries.Sum(entry => (long)entry.Bytes.Length);

    /// <summary>Equal for two images exactly if everything in them is.</summary>
    public byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writer = new WireWriter();
        writer.Bytes(Id.ToArray()).Varint(Descriptor.Length).Bytes(Descriptor.Span)
            .Varint(Head).Varint(Epoch).Varint(EpochSinceMs).Varint(Authors.Count);
        foreach (var author in Authors)
            writer.AuthorId(author.Id).Varint(author.LastCounter).Byte((byte)(author.IsRemoved ? 1 : 0));
        writer.Varint(Snapshots.Count);
        foreach (var snapshot in Snapshots)
            writer.Varint(snapshot.Seq).Varint(snapshot.AcceptedMs).Byte((byte)(snapshot.IsSpent ? 1 : 0));
        writer.Varint(Attests.Count);
        foreach (var attest in Attests)
            writer.Varint(attest.SnapshotSeq).AuthorId(attest.Author);
        hash.AppendData(writer.Written);
        foreach (var entry in Entries)
        {
            writer.Clear();
            hash.AppendData(writer.Varint(entry.Seq).Varint(entry.Bytes.Length).Written);
            hash.AppendData(entry.Bytes.Span);
        }

        return hash.GetHashAndReset();
    }
}

/// <summary>An author of a channel.</summary>
/// <param name="Id">Who.</param>
/// <param name="LastCounter">Its newest counter; 0 if it was removed before it ever wrote.</param>
/// <param name="IsRemoved">Whether an EPOCH entry removed it.</param>
public readonly record struct ImageAuthor(AuthorId Id, long LastCounter, bool IsRemoved);

/// <summary>What is known of a snapshot beside its entry.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="AcceptedMs">When it was appended, in Unix milliseconds.</param>
/// <param name="IsSpent">Whether what it let go was removed.</param>
public readonly record struct ImageSnapshot(long Seq, long AcceptedMs, bool IsSpent);

/// <summary>An author's word for a snapshot.</summary>
/// <param name="SnapshotSeq">The snapshot's place.</param>
/// <param name="Author">Who attested it.</param>
public readonly record struct ImageAttest(long SnapshotSeq, AuthorId Author);
