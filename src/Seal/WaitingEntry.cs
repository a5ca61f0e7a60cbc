using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>An entry on its way through the view.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Header">Its header.</param>
/// <param name="Id">The hash of its bytes.</param>
/// <param name="IsHandled">Whether only its place in the chain is still to be checked.</param>
internal sealed record WaitingEntry(
    long Seq, ReadOnlyMemory<byte> Bytes, EntryHeader Header, EntryId Id, bool IsHandled = false)
{
    public bool TransmitsPrev => EntryHeader.TransmitsPrev(Header.Kind);

    public ReadOnlySpan<byte> Fields => Header.Fields(Bytes.Span);
}
