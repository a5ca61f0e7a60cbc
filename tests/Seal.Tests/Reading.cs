using System.Text;

namespace Tacit.Seal.Tests;

internal static class Reading
{
    /// <summary>Takes all of a log and is caught up.</summary>
    public static List<ViewEvent> ReadAll(this ChannelView view, IEnumerable<byte[]> entries) =>
        view.ReadAll(entries.Index().Select(one => ((long)one.Index + 1, one.Item)));

    public static List<ViewEvent> ReadAll(this ChannelView view, IEnumerable<(long Seq, byte[] Bytes)> entries)
    {
        var events = new List<ViewEvent>();
        foreach (var (seq, bytes) in entries)
            events.AddRange(view.Accept(seq, bytes));
        events.AddRange(view.CaughtUp(view.Seq));
        return events;
    }

    /// <summary>The contents of all that opened but grants and epochs, in order.</summary>
    public static IEnumerable<string> Texts(this IEnumerable<ViewEvent> events) => events.OfType<OpenedEntry>()
        .Where(one => one.Kind is not (Wire.EntryKind.Grant or Wire.EntryKind.Epoch))
        .Select(one => Encoding.UTF8.GetString(one.Content.Span));

    public static IEnumerable<SkipReason> Skips(this IEnumerable<ViewEvent> events) =>
        events.OfType<SkippedEntry>().Select(one => one.Reason);
}
