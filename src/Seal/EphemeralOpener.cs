using System.Diagnostics.CodeAnalysis;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// Checks and opens single ephemeral messages; who may send, and what came before, is the view's affair.
/// Source: docs/protocol/entry.md §2.8.
/// </summary>
public static class EphemeralOpener
{
    /// <summary>Opens a message; the answer does not say which check failed.</summary>
    public static bool TryOpen(
        ChannelId channel,
        EpochKeys keys,
        ReadOnlySpan<byte> authorKey,
        ReadOnlySpan<byte> message,
        [NotNullWhen(true)] out OpenedEphemeral? opened)
    {
        opened = null;
        return EphemeralHeader.TryRead(message, out var header)
            && TryOpen(channel, keys, authorKey, header, message, out opened);
    }

    internal static bool TryOpen(
        ChannelId channel,
        EpochKeys keys,
        ReadOnlySpan<byte> authorKey,
        in EphemeralHeader header,
        ReadOnlySpan<byte> message,
        [NotNullWhen(true)] out OpenedEphemeral? opened)
    {
        opened = null;
        if (header.Epoch != keys.Epoch
            || !Envelope.IsSigned(Contexts.Ephemeral, channel, null, authorKey, message)
            || !Envelope.OfEphemeral(channel, keys).TryOpen(message, header.Length, header.Author, out var content)
            || content.IsEmpty)
        {
            return false;
        }

        opened = new(header.Author, (EphemeralType)content.Span[0], content[1..]);
        return true;
    }
}
