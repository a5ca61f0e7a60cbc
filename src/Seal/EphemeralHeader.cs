using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>What anyone can read of an ephemeral message. Source: docs/protocol/entry.md §2.8.</summary>
/// <param name="Epoch">Which key seals it.</param>
/// <param name="Author">Who sent it.</param>
/// <param name="Session">8 random bytes of one run of one client, as a number.</param>
/// <param name="Counter">The session's number of it, from 1.</param>
/// <param name="Length">Bytes of the header.</param>
internal readonly record struct EphemeralHeader(
    long Epoch, AuthorId Author, ulong Session, long Counter, int Length)
{
    internal const byte Version = 1;
    internal const int SizeMax = 65_536;
    internal const int ContentMin = 256;

    internal static bool TryRead(ReadOnlySpan<byte> message, out EphemeralHeader header)
    {
        header = default;
        var reader = new WireReader(message);
        if (message.Length > SizeMax
            || !reader.TryReadByte(out var version) || version != Version
            || !reader.TryReadVarint(out var epoch)
            || !reader.TryReadAuthorId(out var author) || author == default
            || !reader.TryReadAuthorId(out var session)
            || !reader.TryReadVarint(out var counter) || counter == 0
            || reader.Remaining < EntryHeader.TrailerLength + ContentMin)
        {
            return false;
        }

        header = new(epoch, author, session.Value, counter, reader.Offset);
        return true;
    }

    internal static void Write(WireWriter writer, long epoch, AuthorId author, ulong session, long counter) =>
        writer.Byte(Version).Varint(epoch).AuthorId(author).AuthorId(new(session)).Varint(counter);
}
