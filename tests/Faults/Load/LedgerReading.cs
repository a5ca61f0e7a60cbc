using Tacit.Client;
using Tacit.Wire;

namespace Tacit.Faults.Load;

/// <summary>What the client library tells, in the words of a ledger.</summary>
internal static class LedgerReading
{
    /// <summary>Takes an event of a channel.</summary>
    public static void Take(this Ledger ledger, int reader, ChannelEvent one)
    {
        switch (one)
        {
            case EntryRead { Entry: { } entry }:
                var isMessage = entry.Kind == EntryKind.Message;
                if (isMessage && !Message.TryRead(entry.Content.Span, out _))
                    ledger.Complain(reader, $"{entry.Seq} is nothing that was written");
                ledger.Show(
                    reader,
                    entry.Seq,
                    entry.Id,
                    isMessage && Message.TryRead(entry.Content.Span, out var message) ? message : null);
                break;
            case EntrySkipped { Entry: { } skipped }:
                ledger.Complain(reader, $"{skipped.Seq} does not count: {skipped.Reason}");
                break;
            case IdentityRenewed renewed:
                ledger.Complain(reader, $"it had to take another identity: {renewed.Code}");
                break;
            default:
                break;
        }
    }
}
