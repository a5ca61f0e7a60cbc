using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>Checks and opens single entries; what an entry means is the view's affair.</summary>
internal static class EntryOpener
{
    /// <summary>Whether the author signed exactly these bytes after exactly that entry.</summary>
    internal static bool IsSigned(
        ChannelId channel, ReadOnlySpan<byte> authorKey, EntryId prev, ReadOnlySpan<byte> entry) =>
        Envelope.IsSigned(Contexts.Entry, channel, prev, authorKey, entry);

    /// <summary>Opens an entry that is signed.</summary>
    internal static bool TryOpen(
        ChannelId channel,
        EpochKeys keys,
        EntryId prev,
        in EntryHeader header,
        ReadOnlySpan<byte> entry,
        out ReadOnlyMemory<byte> content) =>
        Envelope.OfEntry(channel, prev, keys).TryOpen(entry, header.Length, header.Author, out content);
}
