using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>The new entries of one channel in one commit, at consecutive seqs. Used again for others.</summary>
internal sealed class CommitRun
{
    private readonly List<(PendingEntry Origin, ReadOnlyMemory<byte> Bytes)> _entries = [];
    private List<ReadOnlyMemory<byte>>? _epochEntries;

    /// <summary>The seq of the first.</summary>
    public long FirstSeq { get; set; }

    /// <summary>The seq after the last.</summary>
    public long NextSeq => FirstSeq + Count;

    /// <summary>How many.</summary>
    public int Count => _entries.Count;

    /// <summary>The EPOCH entries among them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> EpochEntries => _epochEntries ?? [];

    /// <summary>Forgets the entries.</summary>
    public void Clear()
    {
        _entries.Clear();
        _epochEntries = null;
    }

    /// <summary>Adds the next.</summary>
    /// <exception cref="InvalidOperationException">The log left a gap: an invariant is broken.</exception>
    public void Add(PendingEntry origin, ReadOnlyMemory<byte> bytes, long seq)
    {
        if (seq != NextSeq)
            throw new InvalidOperationException($"Seq {seq} was committed where {NextSeq} was due.");
        _entries.Add((origin, bytes));
        if (bytes.Span[0] == (byte)EntryKind.Epoch)
            (_epochEntries ??= []).Add(bytes);
    }

    /// <summary>The entries as a front is told of them: sessions of other fronts mean nothing to it.</summary>
    public CommittedEntry[] For(ILink front)
    {
        var told = new CommittedEntry[_entries.Count];
        for (var at = 0; at < told.Length; at++)
        {
            var (origin, bytes) = _entries[at];
            var session = origin.Front == front ? origin.Session : 0;
            told[at] = new(session, origin.Counter, bytes);
        }

        return told;
    }
}
