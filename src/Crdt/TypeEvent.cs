using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// How one transaction changed one shared type. What it says is computed when asked for, from items that are tidied
/// away once all handlers have returned: ask within the handler.
/// </summary>
public sealed class TypeEvent
{
    private readonly ChangedKeys _changed;
    private Branch _lookedFrom;
    private List<Any>? _path;
    private IReadOnlyList<DeltaOp>? _delta;
    private Dictionary<string, KeyChange>? _keys;

    internal TypeEvent(Branch target, Transaction transaction, ChangedKeys changed)
    {
        TargetBranch = target;
        Transaction = transaction;
        _changed = changed;
        _lookedFrom = target;
    }

    /// <summary>The type that changed.</summary>
    public SharedType Target => TargetBranch.Shared;

    /// <summary>The type whose handler is called: the target or one that contains it.</summary>
    public SharedType CurrentTarget => _lookedFrom.Shared;

    /// <summary>The transaction that made the change.</summary>
    public Transaction Transaction { get; }

    /// <summary>Whether the list of the type changed, and not only its keys.</summary>
    public bool ListChanged => _changed.List;

    /// <summary>The way from <see cref="CurrentTarget"/> down to <see cref="Target"/>: keys and indices.</summary>
    public IReadOnlyList<Any> Path => _path ??= FindPath();

    /// <summary>The keys that changed, with what became of them.</summary>
    /// <exception cref="InvalidOperationException">The handlers have returned.</exception>
    public IReadOnlyDictionary<string, KeyChange> Keys => _keys ??= FindKeys();

    /// <summary>The steps that lead from the old list to the new one; of text with attributes.</summary>
    /// <exception cref="InvalidOperationException">The handlers have returned.</exception>
    public IReadOnlyList<DeltaOp> Delta => _delta ??= FindDelta();

    internal Branch TargetBranch { get; }

    internal bool Adds(Struct item) => Transaction.Adds(item);

    internal bool Deletes(Struct item) => Transaction.Deletes.Contains(item.Id);

    internal void LookFrom(Branch branch)
    {
        _lookedFrom = branch;
        _path = null;
    }

    private List<Any> FindPath()
    {
        var path = new List<Any>();
        for (var child = TargetBranch; child.Item is { } item && !ReferenceEquals(child, _lookedFrom);)
        {
            if (item.Key is not null)
            {
                path.Add(item.Key);
            }
            else
            {
                long index = 0;
                for (var before = item.Parent.Start; before is not null && !ReferenceEquals(before, item);
                    before = before.Right)
                {
                    if (before.IsVisible)
                        index += before.Length;
                }
                path.Add((double)index);
            }
            child = item.Parent;
        }
        path.Reverse();
        return path;
    }

    private Dictionary<string, KeyChange> FindKeys()
    {
        RequireOpen();
        var keys = new Dictionary<string, KeyChange>(StringComparer.Ordinal);
        foreach (var key in _changed.Keys)
        {
            if (TargetBranch.MapItem(key) is { } item && FindChange(item) is { } change)
                keys.Add(key, change);
        }
        return keys;
    }

    private KeyChange? FindChange(Item item)
    {
        if (!Adds(item))
            return Deletes(item) ? new KeyChange(KeyAction.Delete, item.Content.LastValue) : null;
        var before = item.Left;
        while (before is not null && Adds(before))
            before = before.Left;
        var hadValue = before is not null && Deletes(before);
        if (Deletes(item))
            return hadValue ? new KeyChange(KeyAction.Delete, before!.Content.LastValue) : null;
        return hadValue
            ? new KeyChange(KeyAction.Update, before!.Content.LastValue)
            : new KeyChange(KeyAction.Add, Any.Undefined);
    }

    private IReadOnlyList<DeltaOp> FindDelta()
    {
        RequireOpen();
        if (TargetBranch.Kind is BranchKind.Text or BranchKind.XmlText)
            return TextDelta.Find(this);
        return _changed.List ? ListDelta() : [];
    }

    private List<DeltaOp> ListDelta()
    {
        var delta = new List<DeltaOp>();
        var inserted = new List<Any>();
        var (retained, deleted) = (0L, 0L);
        for (var item = TargetBranch.Start; item is not null; item = item.Right)
        {
            if (item.IsDeleted)
            {
                if (!Deletes(item) || Adds(item))
                    continue;
                Flush(DeltaKind.Delete);
                deleted += item.Length;
            }
            else if (Adds(item))
            {
                Flush(DeltaKind.Insert);
                item.Content.AppendTo(inserted);
            }
            else
            {
                Flush(DeltaKind.Retain);
                retained += item.Length;
            }
        }
        retained = 0;
        Flush(null);
        return delta;

        void Flush(DeltaKind? except)
        {
            if (retained > 0 && except != DeltaKind.Retain)
            {
                delta.Add(DeltaOp.Retain((int)retained));
                retained = 0;
            }
            if (deleted > 0 && except != DeltaKind.Delete)
            {
                delta.Add(DeltaOp.Delete((int)deleted));
                deleted = 0;
            }
            if (inserted.Count > 0 && except != DeltaKind.Insert)
            {
                delta.Add(DeltaOp.InsertValues(inserted.ToArray()));
                inserted.Clear();
            }
        }
    }

    private void RequireOpen()
    {
        if (!Transaction.IsOpenForEvents)
            throw new InvalidOperationException("Changes can be computed only within the handler of the event.");
    }
}
