using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// Checks and opens single entries. What an entry means, and whether its author may write it, is the view's affair.
/// Source: docs/protocol/entry.md §2.6.
/// </summary>
public static class EntryOpener
{
    /// <summary>Opens an entry; the answer does not say which check failed.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="keys">The keys of the entry's epoch.</param>
    /// <param name="authorKey">The public key of its author.</param>
    /// <param name="prev">The id of the author's entry before; the default for the first.</param>
    /// <param name="entry">All of its bytes.</param>
    /// <param name="content">The content without its padding.</param>
    public static bool TryOpen(
        ChannelId channel,
        EpochKeys keys,
        ReadOnlySpan<byte> authorKey,
        EntryId prev,
        ReadOnlySpan<byte> entry,
        out ReadOnlyMemory<byte> content)
    {
        content = default;
        return EntryHeader.TryRead(entry, out var header, out _)
            && header.Epoch == keys.Epoch
            && (!EntryHeader.TransmitsPrev(header.Kind) || header.Prev == prev)
            && IsSigned(channel, authorKey, prev, entry)
            && TryOpen(channel, keys, prev, header, entry, out content);
    }

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
