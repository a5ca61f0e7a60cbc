using System.Text;
using Tacit.Crdt;

namespace Tacit.Client;

/// <summary>
/// The documents of a pad, its own and its sub-documents: takes in what others wrote and gathers what is written here.
/// Not safe for several threads at a time.
/// </summary>
/// <remarks>
/// Each guid has at least one replica here, whether an item of the pad names it or not: updates may come before the
/// item, and an undone deletion brings the item back. All replicas of a guid say the same.
/// </remarks>
internal sealed class PadReplica
{
    /// <summary>
    /// Updates are merged into one entry up to so many bytes. Source: docs/protocol/pad.md §5.1.
    /// </summary>
    private const int GatherBytesMax = 512 * 1024;

    private readonly Dictionary<string, List<Doc>> _subDocuments = new(StringComparer.Ordinal);
    private readonly HashSet<Doc> _heard = [];
    private readonly HashSet<Doc> _named = [];
    private readonly List<(string Guid, byte[] Update)> _written = [];

    public PadReplica() => Listen(Root, string.Empty);

    /// <summary>The pad's own document.</summary>
    public Doc Root { get; } = new();

    /// <summary>Whether something was written that was not taken yet.</summary>
    public bool HasWritten => _written.Count > 0;

    /// <summary>Whether something was taken in that waits for what did not come yet.</summary>
    public bool HasPending => Root.HasPending || _subDocuments.Values.Any(replicas => replicas[0].HasPending);

    /// <summary>Takes in a content that was read; false if one of its updates is none.</summary>
    public bool Apply(PadContent content)
    {
        var isWhole = true;
        foreach (var document in content.Documents)
        {
            foreach (var doc in document.Guid.Length == 0 ? [Root] : ReplicasOf(document.Guid).ToArray())
                isWhole &= doc.TryApplyUpdate(document.Update.Span, out _, document.Format, origin: this);
        }

        return isWhole;
    }

    /// <summary>Everything, as a snapshot holds it.</summary>
    public byte[] EncodeAll() => PadContent.WriteAll(
        Root.EncodeStateAsUpdate(UpdateFormat.V2),
        _subDocuments.Select(one =>
            KeyValuePair.Create(one.Key, one.Value[0].EncodeStateAsUpdate(UpdateFormat.V2))));

    /// <summary>What was written since this was called last, as contents of entries, in order.</summary>
    public List<byte[]> TakeWritten(DateTimeOffset time)
    {
        var contents = new List<byte[]>();
        for (var at = 0; at < _written.Count;)
        {
            var guid = _written[at].Guid;
            var group = new List<ReadOnlyMemory<byte>>();
            for (var bytes = 0; at < _written.Count && _written[at].Guid == guid; at++)
            {
                bytes += _written[at].Update.Length;
                if (group.Count > 0 && bytes > GatherBytesMax)
                    break;
                group.Add(_written[at].Update);
            }

            contents.Add(PadContent.WriteUpdate(time, guid, group.Count == 1 ? group[0].Span : Updates.Merge(group)));
        }

        _written.Clear();
        return contents;
    }

    private void Listen(Doc doc, string guid)
    {
        if (!_heard.Add(doc))
            return;
        doc.SubDocsChanged += Follow;
        doc.Updated += update =>
        {
            if (ReferenceEquals(update.Origin, this))
                return;
            _written.Add((guid, update.Bytes));
            Share(doc, guid, update.Bytes);
        };
    }

    private void Share(Doc from, string guid, byte[] update)
    {
        if (!_subDocuments.TryGetValue(guid, out var replicas))
            return;
        foreach (var other in replicas.Where(one => one != from).ToArray())
            other.ApplyUpdate(update, origin: this);
    }

    private StateVector StateOf(string guid) =>
        _subDocuments.TryGetValue(guid, out var replicas) ? replicas[0].StateVector : StateVector.Empty;

    private List<Doc> ReplicasOf(string guid)
    {
        if (!_subDocuments.TryGetValue(guid, out var replicas))
            _subDocuments[guid] = replicas = [new(new() { Guid = guid })];
        return replicas;
    }

    // Sub-documents have their content as soon as they are named, loaded or not: what is written to one that lacked
    // its own earlier content would be written under clocks that are taken.
    private void Follow(SubDocsChange change)
    {
        foreach (var doc in change.Added)
        {
            _named.Add(doc);
            Adopt(doc);
        }

        foreach (var doc in change.Removed)
        {
            _named.Remove(doc);
            if (_subDocuments.TryGetValue(doc.Guid, out var replicas) && replicas.Count > 1)
                replicas.Remove(doc);
        }
    }

    private void Adopt(Doc doc)
    {
        // One that no entry could name stays what it is here, and is nothing elsewhere.
        if (doc.Guid.Length == 0 || Encoding.UTF8.GetByteCount(doc.Guid) > PadContent.GuidSizeMax)
            return;
        var news = doc.StateVector.Count > 0 ? doc.EncodeStateAsUpdate(since: StateOf(doc.Guid)) : null;
        if (news is not null)
        {
            _written.Add((doc.Guid, news));
            Share(doc, doc.Guid, news);
        }

        if (_subDocuments.TryGetValue(doc.Guid, out var replicas))
            doc.ApplyUpdate(replicas[0].EncodeStateAsUpdate(), origin: this);
        else
            _subDocuments[doc.Guid] = replicas = [];
        replicas.RemoveAll(one => !_named.Contains(one));
        if (!replicas.Contains(doc))
            replicas.Add(doc);
        Listen(doc, doc.Guid);
    }
}
