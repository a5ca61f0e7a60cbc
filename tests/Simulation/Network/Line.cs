using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Simulation.Network;

/// <summary>A message as a line of a trace: what matters of it to who reads a failed run.</summary>
internal static class Line
{
    /// <summary>The line.</summary>
    public static string Of(RoleMessage message) => message switch
    {
        AppendEntries append => $"AppendEntries session {append.Session} {append.Channel} {Counters(append.Entries)}",
        StoreEntries store => $"StoreEntries {store.Request}: {Counters(store.Entries.Select(one => one.Bytes))}",
        EntriesStored stored => $"EntriesStored {stored.Request}: {string.Join(' ', stored.Results.Select(Of))}",
        EntriesCommitted committed =>
            $"EntriesCommitted {committed.Channel} from {committed.FirstSeq}: "
            + Counters(committed.Entries.Select(one => one.Bytes)),
        EntriesRead read =>
            $"EntriesRead {read.Request} {read.Code} {read.Entries.Count} up to {read.UpTo} of {read.Head}",
        JoinChannel join => $"JoinChannel session {join.Session} {join.Join.Channel} after {join.Join.After}",
        ChannelJoined joined =>
            $"ChannelJoined session {joined.Session} {joined.Channel} {joined.Code} head {joined.Head} "
            + $"last {joined.LastCounter}",
        ChannelFound found => $"ChannelFound {found.Request} {found.Code} head {found.Head} last {found.LastCounter}",
        EntryAnswered answered =>
            $"EntryAnswered session {answered.Session} {answered.Channel} counter {answered.Counter} "
            + $"seq {answered.Seq} {answered.Code}",
        _ => message.ToString(),
    };

    private static string Of(StoredResult result) =>
        result.Code == Code.None ? (result.WasThere ? "was " : "") + result.Seq : result.Code.ToString();

    private static string Counters(IEnumerable<ReadOnlyMemory<byte>> entries) =>
        string.Join(' ', entries.Select(entry => Name(entry.Span)));

    private static string Name(ReadOnlySpan<byte> entry) =>
        EntryHeader.TryRead(entry, out var header, out _) ? $"{header.Author}#{header.Counter}" : "malformed";
}
