using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// A group of changes that others see as one: one update, one event for each changed type. Ends when the outermost
/// <see cref="Doc.Transact(Action{Transaction}, object)"/> returns.
/// </summary>
public sealed class Transaction
{
    // Made when needed: most transactions are one keystroke, and there are many.
    private Dictionary<Branch, ChangedKeys>? _changed;
    private Dictionary<Branch, List<TypeEvent>>? _changedParents;
    private List<Item>? _mergeCandidates;
    private Branch? _recentList;
    private int _changes;
    private SubDocChanges? _subDocs;
    private HashSet<Snapshot>? _splitFor;

    // Only the clients that this transaction has added to; the others' state before is their state now. Copying the
    // whole vector, as Yjs does, makes each edit cost as much as there were ever writers.
    private Dictionary<long, long>? _before;
    private long _beforeClient = -1;
    private long _beforeClock;

    internal Transaction(Doc doc, object? origin, bool isLocal)
    {
        Doc = doc;
        Origin = origin;
        IsLocal = isLocal;
    }

    /// <summary>The document that changes.</summary>
    public Doc Doc { get; }

    /// <summary>What the caller gave to say where the change comes from; passed on with every event.</summary>
    public object? Origin { get; }

    /// <summary>Whether the change was made here, and not by an update from elsewhere.</summary>
    public bool IsLocal { get; internal set; }

    /// <summary>What this transaction has deleted.</summary>
    public DeleteSet Deletes { get; } = new();

    /// <summary>The types that changed, without those that contain them.</summary>
    public IEnumerable<SharedType> Changed => ChangedBranches.Keys.Select(branch => branch.Shared);

    internal Dictionary<Branch, ChangedKeys> ChangedBranches => _changed ??= [];

    internal Dictionary<Branch, List<TypeEvent>> ChangedParents => _changedParents ??= [];

    /// <summary>Items that were split or orphaned, and may merge again.</summary>
    internal List<Item> MergeCandidates => _mergeCandidates ??= [];

    internal bool HasMergeCandidates => _mergeCandidates is not null;

    internal SubDocChanges SubDocs => _subDocs ??= new SubDocChanges();

    internal bool HasSubDocChanges => _subDocs is { Any: true };

    internal bool NeedsFormatCleanup { get; set; }

    /// <summary>Whether events may still be computed: until the document is tidied up after the handlers.</summary>
    internal bool IsOpenForEvents { get; set; } = true;

    /// <summary>The clients that got new structs since this transaction began.</summary>
    internal IReadOnlyCollection<long> TouchedClients =>
        _before is not null ? _before.Keys : _beforeClient >= 0 ? [_beforeClient] : [];

    /// <summary>The clock the client was at when this transaction began.</summary>
    internal long StateBefore(long client)
    {
        if (client == _beforeClient)
            return _beforeClock;
        return _before is not null && _before.TryGetValue(client, out var clock) ? clock : Doc.Store.StateOf(client);
    }

    /// <summary>Whether the element came with this transaction.</summary>
    internal bool Adds(Struct added) => added.Clock >= StateBefore(added.Client);

    internal void OnBeforeAdd(long client)
    {
        if (client == _beforeClient)
            return;
        Doc.NoteState(client);
    }

    /// <summary>Remembers where a client was, unless that is remembered already.</summary>
    internal void NoteState(long client, long clock)
    {
        if (_beforeClient < 0)
        {
            _beforeClient = client;
            _beforeClock = clock;
            return;
        }
        if (client == _beforeClient)
            return;
        _before ??= new Dictionary<long, long> { [_beforeClient] = _beforeClock };
        _before.TryAdd(client, clock);
    }

    /// <summary>Notes a change to a type that existed before; for a new one, its parent's change says it all.</summary>
    internal void OnChanged(Branch branch, string? key)
    {
        // An update changes one list many times in a row.
        if (key is null && ReferenceEquals(branch, _recentList))
            return;
        var item = branch.Item;
        if (item is not null && (item.IsDeleted || item.Clock >= StateBefore(item.Client)))
            return;
        if (!ChangedBranches.TryGetValue(branch, out var keys))
            ChangedBranches.Add(branch, keys = new ChangedKeys(_changes++));
        keys.Add(key);
        if (key is null)
            _recentList = branch;
    }

    internal void ForgetChange(Branch branch)
    {
        _changed?.Remove(branch);
        _recentList = null;
    }

    /// <returns>False when this transaction has split for the snapshot already.</returns>
    internal bool BeginSplitFor(Snapshot snapshot) => (_splitFor ??= []).Add(snapshot);
}
