using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Bench.Micro;

/// <summary>Entries as a server sees them: true headers around noise, for where nobody opens them.</summary>
internal static class Entries
{
    /// <summary>Bytes of an update: one line of text, sealed.</summary>
    public const int UpdateSize = 251;

    /// <summary>The id of a channel.</summary>
    public static ChannelId Channel(int number) => new((UInt128)(uint)number << 64, 0);

    /// <summary>Names entries.</summary>
    public static EntryId Hash(ReadOnlySpan<byte> entry) => EntryId.Read(SHA256.HashData(entry));

    /// <summary>An author's first entry.</summary>
    public static byte[] Grant(ulong author) => Make(EntryKind.Grant, author, 1, new Grant(
        new byte[Wire.Grant.KeyLength], Role.Writer, 0, 0, GrantedBy.OwnerKey,
        new byte[EntryHeader.SignatureLength]).Write);

    /// <summary>An update.</summary>
    public static byte[] Update(ulong author, long counter) => Make(EntryKind.Update, author, counter);

    /// <summary>A snapshot of 64 KiB that covers an author's entries up to a counter.</summary>
    public static byte[] Snapshot(ulong author, long counter, long covered) => Make(
        EntryKind.Snapshot, author, counter,
        new SnapshotFields(0, VectorClock.From([(new AuthorId(author), covered)])).Write, 64 * 1024);

    private static byte[] Make(
        EntryKind kind, ulong author, long counter, Action<WireWriter>? fields = null, int size = UpdateSize)
    {
        var writer = new WireWriter(size);
        writer.Byte((byte)kind).Varint(0).AuthorId(new(author)).Varint(counter);
        if (EntryHeader.TransmitsPrev(kind))
            writer.Bytes(new byte[EntryId.Length]);
        fields?.Invoke(writer);
        RandomNumberGenerator.Fill(writer.Reserve(
            Math.Max(size - writer.Length, EntryHeader.TrailerLength + EntryHeader.ContentMin)));
        return writer.ToArray();
    }
}
