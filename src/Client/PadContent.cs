using System.Text;
using Tacit.Crdt;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// What a pad puts into an entry, without its outer form. The Yjs updates in it are not looked into: whether they are
/// any is found out where they are applied. Source: docs/protocol/pad.md §5.1.
/// </summary>
/// <param name="TimeMs">
/// When the author wrote it, in milliseconds since 1970 by the author's own clock, which may lie; null where the form
/// does not say. Up to 2⁵³ − 1: more than a date can hold.
/// </param>
/// <param name="Documents">What it changes: one document, or of a snapshot all of them, the pad's own first.</param>
public sealed record PadContent(long? TimeMs, IReadOnlyList<PadDocument> Documents)
{
    /// <summary>Bytes of UTF-8 in the guid of a sub-document.</summary>
    public const int GuidSizeMax = 256;

    /// <summary>Documents in one content.</summary>
    public const int DocumentsMax = 65_536;

    private const byte UpdateV1 = 1;
    private const byte UpdateV2 = 2;
    private const byte DatedUpdate = 3;
    private const byte AllDocuments = 4;

    /// <summary>Reads the content of an UPDATE or the document of a SNAPSHOT.</summary>
    /// <param name="bytes">What was sealed. The documents are views of it.</param>
    /// <param name="content">What it says; empty unless it was read.</param>
    /// <param name="offset">Where the first field begins that does not read.</param>
    public static PadContentFault TryRead(ReadOnlyMemory<byte> bytes, out PadContent content, out int offset)
    {
        content = new(null, []);
        var reader = new WireReader(bytes.Span);
        offset = 0;
        if (!reader.TryReadByte(out var form))
            return PadContentFault.Malformed;
        switch (form)
        {
            case UpdateV1 or UpdateV2:
                var format = form == UpdateV1 ? UpdateFormat.V1 : UpdateFormat.V2;
                content = new(null, [new(string.Empty, format, bytes[1..])]);
                return PadContentFault.None;
            case DatedUpdate:
                return ReadDated(ref reader, bytes, ref content, out offset);
            case AllDocuments:
                return ReadAll(ref reader, bytes, ref content, out offset);
            default:
                return PadContentFault.NewerForm;
        }
    }

    /// <summary>The content of an UPDATE that changes one document.</summary>
    /// <param name="time">When it was written.</param>
    /// <param name="guid">Empty for the pad's own document, else the sub-document's guid.</param>
    /// <param name="update">A Yjs update in version 1.</param>
    /// <exception cref="ArgumentException">The guid is too long.</exception>
    public static byte[] WriteUpdate(DateTimeOffset time, string guid, ReadOnlySpan<byte> update) =>
        new WireWriter(update.Length + 64).Byte(DatedUpdate)
            .Varint(Math.Max(0, time.ToUnixTimeMilliseconds()))
            .String(Checked(guid))
            .Bytes(update)
            .ToArray();

    /// <summary>The document of a SNAPSHOT.</summary>
    /// <param name="root">The pad's own document as a Yjs update in version 2.</param>
    /// <param name="subDocuments">Guid and version 2 update of each sub-document, in any order.</param>
    /// <exception cref="ArgumentException">A guid is empty, too long or there twice, or there are too many.</exception>
    public static byte[] WriteAll(
        ReadOnlySpan<byte> root, IEnumerable<KeyValuePair<string, byte[]>> subDocuments)
    {
        var sorted = subDocuments
            .Select(one => (Guid: Encoding.UTF8.GetBytes(Checked(one.Key)), Update: one.Value))
            .OrderBy(one => one.Guid, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
            .ToList();
        if (sorted.Count >= DocumentsMax)
            throw new ArgumentException("There are too many sub-documents.", nameof(subDocuments));
        var writer = new WireWriter(root.Length + 64).Byte(AllDocuments).Varint(sorted.Count + 1);
        writer.String(string.Empty).Varint(root.Length).Bytes(root);
        ReadOnlySpan<byte> before = [];
        foreach (var (guid, update) in sorted)
        {
            if (before.SequenceEqual(guid))
                throw new ArgumentException("A sub-document needs a guid of its own.", nameof(subDocuments));
            before = guid;
            writer.Varint(guid.Length).Bytes(guid).Varint(update.Length).Bytes(update);
        }

        return writer.ToArray();
    }

    private static PadContentFault ReadDated(
        ref WireReader reader, ReadOnlyMemory<byte> bytes, ref PadContent content, out int offset)
    {
        offset = reader.Offset;
        if (!reader.TryReadVarint(out var time))
            return PadContentFault.Malformed;
        offset = reader.Offset;
        if (!reader.TryReadString(GuidSizeMax, out var guid))
            return PadContentFault.Malformed;
        content = new(time, [new(guid, UpdateFormat.V1, bytes[reader.Offset..])]);
        return PadContentFault.None;
    }

    private static PadContentFault ReadAll(
        ref WireReader reader, ReadOnlyMemory<byte> bytes, ref PadContent content, out int offset)
    {
        offset = reader.Offset;
        if (!reader.TryReadVarint(DocumentsMax, out var count) || count == 0)
            return PadContentFault.Malformed;
        var documents = new List<PadDocument>();
        ReadOnlySpan<byte> before = [];
        while (documents.Count < count)
        {
            offset = reader.Offset;
            if (!reader.TryReadString(GuidSizeMax, out var guid))
                return PadContentFault.Malformed;
            var utf8 = bytes.Span[(reader.Offset - Encoding.UTF8.GetByteCount(guid))..reader.Offset];
            if (documents.Count == 0 ? utf8.Length > 0 : before.SequenceCompareTo(utf8) >= 0)
                return PadContentFault.Malformed;
            before = utf8;

            offset = reader.Offset;
            if (!reader.TryReadVarint(reader.Remaining, out var length))
                return PadContentFault.Malformed;
            var start = reader.Offset;
            if (!reader.TryReadBytes(length, out _))
                return PadContentFault.Malformed;
            documents.Add(new(guid, UpdateFormat.V2, bytes.Slice(start, length)));
        }

        offset = reader.Offset;
        if (!reader.AtEnd)
            return PadContentFault.Malformed;
        content = new(null, documents);
        return PadContentFault.None;
    }

    private static string Checked(string guid) => Encoding.UTF8.GetByteCount(guid) <= GuidSizeMax
        ? guid
        : throw new ArgumentException($"A guid has at most {GuidSizeMax} bytes of UTF-8.", nameof(guid));
}

/// <summary>A change of one document, or its whole state.</summary>
/// <param name="Guid">Empty for the pad's own document, else the sub-document's guid.</param>
/// <param name="Format">The form of the update.</param>
/// <param name="Update">A Yjs update, or what claims to be one.</param>
public sealed record PadDocument(string Guid, UpdateFormat Format, ReadOnlyMemory<byte> Update);

/// <summary>Why the content of an entry is not taken in.</summary>
public enum PadContentFault
{
    /// <summary>It is.</summary>
    None,

    /// <summary>Its form is of a newer Tacit.</summary>
    NewerForm,

    /// <summary>It does not follow its form.</summary>
    Malformed,
}
