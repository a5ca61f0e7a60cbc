using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// The entries of a pad that no snapshot stands for, to know when one is due. Source: docs/protocol/pad.md §5.3.
/// </summary>
internal sealed class PadLiveEntries
{
    private const int LiveBytesMin = 64 * 1024;
    private const int LiveCountMax = 500;

    /// <summary>
    /// What an entry has besides its padded content: near enough, as writers need not agree on when one is due.
    /// </summary>
    private const int Envelope = 125;

    private readonly List<(AuthorId Author, long Counter, int Size)> _live = [];
    private long _liveBytes;
    private long _snapshotBytes;

    /// <summary>Whether so much has gathered that a snapshot saves work.</summary>
    public bool IsSnapshotDue =>
        _live.Count > LiveCountMax || _liveBytes > Math.Max(LiveBytesMin, _snapshotBytes / 2);

    /// <summary>Takes an entry that was read.</summary>
    public void Add(OpenedEntry entry)
    {
        var size = Padding.BucketOf(entry.Content.Length) + Envelope;
        if (entry.Kind == EntryKind.Snapshot)
        {
            _snapshotBytes = size;
            var covers = PadWitness.CoversOf(entry);
            _live.RemoveAll(one => one.Counter <= covers[one.Author]);
            _liveBytes = _live.Sum(one => (long)one.Size);
        }
        else if (entry.Kind is not (EntryKind.Grant or EntryKind.Epoch))
        {
            _live.Add((entry.Author, entry.Counter, size));
            _liveBytes += size;
        }
    }
}
