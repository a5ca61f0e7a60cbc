using System.Buffers.Binary;
using System.Numerics;

namespace Tacit.Client;

/// <summary>
/// The bytes of a journal: records one after the other, each
/// <code>
/// 0   length       4   little-endian, of the record
/// 4   check        4   CRC-32C of the length
/// 8   record       n
/// 8+n check        4   CRC-32C of the record
/// </code>
/// A write that a crash cut short leaves an end that is too short, or zero where nothing had arrived yet: the records
/// before it count. Anything else that does not check is damage.
/// </summary>
internal static class JournalFormat
{
    private const int HeadLength = 8;
    private const int CheckLength = 4;

    /// <summary>The most bytes of a record: an entry and some fields.</summary>
    internal const int RecordSizeMax = 64 * 1024 * 1024;

    internal static void Write(Stream target, ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        BinaryPrimitives.WriteInt32LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Check(head[..4]));
        target.Write(head);
        target.Write(record);
        Span<byte> check = stackalloc byte[CheckLength];
        BinaryPrimitives.WriteUInt32LittleEndian(check, Check(record));
        target.Write(check);
    }

    /// <summary>Reads records as far as they are whole.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="records">The whole records.</param>
    /// <param name="length">Bytes of these; after damage, where it lies.</param>
    /// <returns>False if the file is damaged, and not just cut short.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out List<byte[]> records, out int length)
    {
        records = [];
        length = 0;
        while (length < bytes.Length)
        {
            var rest = bytes[length..];
            if (rest.Length < HeadLength || IsZero(rest[HeadLength..]))
                return true;
            var size = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) != Check(rest[..4]))
                return false;
            if (size is < 0 or > RecordSizeMax)
                return false;
            if (rest.Length < HeadLength + size + CheckLength)
                return true;
            var record = rest.Slice(HeadLength, size);
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest[(HeadLength + size)..]) != Check(record))
                return IsZero(rest[(HeadLength + size + CheckLength)..]);
            records.Add(record.ToArray());
            length += HeadLength + size + CheckLength;
        }

        return true;
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
