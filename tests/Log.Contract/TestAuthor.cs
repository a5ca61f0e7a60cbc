using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>
/// Makes entries that follow the format and are sealed by nobody: a log reads headers and nothing more. Counters go
/// on by themselves.
/// </summary>
/// <param name="number">Tells authors apart, from 1.</param>
/// <param name="random">Fills nonces, ciphertexts and signatures.</param>
public sealed class TestAuthor(ulong number, Random random)
{
    /// <summary>What names entries in tests: no more is asked of it than to be a hash.</summary>
    public static EntryHash Hash { get; } = entry => EntryId.Read(SHA256.HashData(entry));

    public AuthorId Id { get; } = new(number);

    /// <summary>The counter of the next entry.</summary>
    public long Next { get; set; } = 1;

    /// <summary>The epoch of the next entries.</summary>
    public long Epoch { get; set; }

    public byte[] Grant() => Entry(EntryKind.Grant, new Grant(
        random.Bytes(Wire.Grant.KeyLength), Role.Writer, 0, 0, GrantedBy.OwnerKey,
        random.Bytes(EntryHeader.SignatureLength)).Write);

    /// <summary>An entry without kind fields, of this many bytes of padded content.</summary>
    public byte[] Plain(EntryKind kind = EntryKind.Update, int contentLength = EntryHeader.ContentMin) =>
        Entry(kind, _ => { }, contentLength);

    public byte[] Snapshot(int parts, params IEnumerable<(AuthorId, long)> covers) =>
        Entry(EntryKind.Snapshot, new SnapshotFields(parts, VectorClock.From(covers)).Write);

    public byte[] Attest(byte[] snapshot) => Attest(Hash(snapshot));

    public byte[] Attest(EntryId snapshot) => Entry(EntryKind.Attest, writer => _ = writer.EntryId(snapshot));

    /// <summary>Opens an epoch; the author goes on in it.</summary>
    public byte[] NextEpoch(params IEnumerable<AuthorId> removed)
    {
        Epoch++;
        return Entry(EntryKind.Epoch, new EpochFields
        {
            WriteKey = random.Bytes(Wire.Grant.KeyLength),
            ReadKey = random.Bytes(Wire.Grant.KeyLength),
            Removed = [.. removed.Order().Select(author => (author, 1L))],
            Boxes = [],
            Wrapped = random.Bytes(EpochFields.WrappedLength),
        }.Write);
    }

    private byte[] Entry(EntryKind kind, Action<WireWriter> fields, int contentLength = EntryHeader.ContentMin)
    {
        var writer = new WireWriter();
        writer.Byte((byte)kind).Varint(Epoch).AuthorId(Id).Varint(Next++);
        if (EntryHeader.TransmitsPrev(kind))
            writer.Bytes(random.Bytes(EntryId.Length));
        fields(writer);
        return writer.Bytes(random.Bytes(EntryHeader.TrailerLength + contentLength)).ToArray();
    }
}
