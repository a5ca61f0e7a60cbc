using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// Judges one entry against its channel: the table of docs/protocol/log.md §3.2, in its order. Every log asks this
/// rule, so that no two can disagree. It changes nothing.
/// </summary>
/// <param name="settings">The quotas.</param>
/// <param name="time">Tells how long ago an epoch changed.</param>
public sealed class AppendRule(LogSettings settings, TimeProvider time)
{
    /// <summary>
    /// How long entries of the epoch before are still taken: what was sealed and on its way when the epoch changed.
    /// </summary>
    public static readonly TimeSpan EpochGrace = TimeSpan.FromSeconds(60);

    /// <summary>What is to become of an entry.</summary>
    /// <param name="channel">The channel, with the entries before this one in it; null if the log does not have
    /// it.</param>
    /// <param name="instanceSizeBytes">Bytes of the stored entries of all channels.</param>
    /// <param name="entry">The whole entry.</param>
    /// <param name="header">Its header, unless the entry is malformed.</param>
    /// <returns>
    /// Added, with the seq the entry is to have; or known, with the seq it has; or why it is refused.
    /// </returns>
    public AppendResult Judge(
        IChannelFacts? channel, long instanceSizeBytes, ReadOnlySpan<byte> entry, out EntryHeader header)
    {
        header = default;
        if (channel is null)
            return AppendResult.Refused(Code.ChannelUnknown);
        if (!EntryHeader.TryRead(entry, out header, out var badOffset))
            return AppendResult.Refused(Code.EntryMalformed, badOffset);
        if (entry.Length > EntryHeader.EntrySizeMax)
            return AppendResult.Refused(Code.EntryTooLarge, EntryHeader.EntrySizeMax);

        var last = channel.LastCounterOf(header.Author);
        if (header.Counter <= last)
            return JudgeRepeated(channel, header, entry);
        if (header.Counter != last + 1)
            return AppendResult.Refused(Code.CounterUnexpected, last + 1);
        if (last == 0 && header.Kind != EntryKind.Grant)
            return AppendResult.Refused(Code.KindRefused, (long)header.Kind);
        if (channel.IsRemoved(header.Author))
            return AppendResult.Refused(Code.AuthorRemoved);
        if (!EpochFits(channel, header))
            return AppendResult.Refused(Code.EpochWrong, channel.Epoch);
        if (header.Kind == EntryKind.Snapshot && !CoversFit(channel, header, entry))
            return AppendResult.Refused(Code.CoversAhead);
        if (header.Kind == EntryKind.Attest && !channel.HasSnapshot(EntryId.Read(header.Fields(entry))))
            return AppendResult.Refused(Code.SnapshotUnknown);
        return JudgeSize(channel, instanceSizeBytes, header, entry.Length);
    }

    // A trimmed entry cannot be compared, and the writer is told as if another had its place: the safe answer.
    private static AppendResult JudgeRepeated(IChannelFacts channel, in EntryHeader header, ReadOnlySpan<byte> entry) =>
        channel.Find(header.Author, header.Counter) is { } known && known.Bytes.Span.SequenceEqual(entry)
            ? AppendResult.Known(known.Seq)
            : AppendResult.Refused(Code.CounterTaken, header.Counter);

    private bool EpochFits(IChannelFacts channel, in EntryHeader header)
    {
        if (header.Kind == EntryKind.Epoch)
            return header.Epoch == channel.Epoch + 1;
        return header.Epoch == channel.Epoch
            || (header.Epoch == channel.Epoch - 1 && time.GetUtcNow() - channel.EpochSince < EpochGrace);
    }

    private static bool CoversFit(IChannelFacts channel, in EntryHeader header, ReadOnlySpan<byte> entry)
    {
        var reader = new WireReader(header.Fields(entry));
        SnapshotFields.TryRead(ref reader, out var fields);
        foreach (var (author, counter) in fields.Covers.Components)
        {
            // A snapshot covers neither itself nor its own parts: they would supersede what they stand for.
            var newest = author == header.Author ? header.Counter - 1 - fields.Parts : channel.LastCounterOf(author);
            if (counter > newest)
                return false;
        }

        return true;
    }

    private AppendResult JudgeSize(IChannelFacts channel, long instanceSizeBytes, in EntryHeader header, int length)
    {
        if (Exceeds(channel.SizeBytes + length, settings.ChannelSizeMaxBytes, header.Kind))
            return AppendResult.Refused(Code.ChannelFull, settings.ChannelSizeMaxBytes);
        if (Exceeds(instanceSizeBytes + length, settings.InstanceSizeMaxBytes, header.Kind))
            return AppendResult.Refused(Code.InstanceFull, settings.InstanceSizeMaxBytes);
        return AppendResult.Added(channel.Head + 1);
    }

    // A tenth more for what makes trimming possible: else a full channel could never be emptied.
    private static bool Exceeds(long sizeBytes, long sizeMaxBytes, EntryKind kind)
    {
        var makesRoom = kind is EntryKind.Snapshot or EntryKind.Part or EntryKind.Epoch or EntryKind.Attest;
        return sizeMaxBytes != 0 && sizeBytes > sizeMaxBytes + (makesRoom ? sizeMaxBytes / 10 : 0);
    }
}
