using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// Takes back one's own changes and leaves those of others: what Yjs calls an UndoManager. An undo is an edit like
/// any other, so it travels to others; the history itself is local and ends with the process.
/// </summary>
public sealed class UndoHistory : IDisposable
{
    private readonly UndoOptions _options;
    private readonly HashSet<SharedType> _scope;
    private readonly HashSet<object> _origins;
    private readonly bool _tracksNull;
    private readonly List<UndoStep> _undo = [];
    private readonly List<UndoStep> _redo = [];
    private DateTimeOffset? _lastChange;
    private bool _isUndoing;
    private bool _isRedoing;

    /// <summary>Begins a history of changes to some types and what is in them.</summary>
    /// <exception cref="ArgumentException">The types are not all in the document.</exception>
    public UndoHistory(Doc doc, IEnumerable<SharedType> scope, UndoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(doc);
        Doc = doc;
        _options = options ?? new UndoOptions();
        _scope = [.. scope];
        if (_scope.Any(type => !ReferenceEquals(type.Doc, doc)))
            throw new ArgumentException("A history is of one document; the type is in another.", nameof(scope));
        _origins = [.. _options.TrackedOrigins.OfType<object>(), this];
        _tracksNull = _options.TrackedOrigins.Contains(null);
        doc.AfterTransaction += Capture;
    }

    /// <summary>When a step was added to the history, or the last one grew: the place to note a cursor.</summary>
    public event Action<UndoStep>? Captured;

    /// <summary>When a step was undone or redone: the place to restore a cursor.</summary>
    public event Action<UndoStep>? Popped;

    /// <summary>The document.</summary>
    public Doc Doc { get; }

    /// <summary>Whether there is something to undo.</summary>
    public bool CanUndo => _undo.Count > 0;

    /// <summary>Whether there is something to redo.</summary>
    public bool CanRedo => _redo.Count > 0;

    /// <summary>Steps that can be undone.</summary>
    public int UndoCount => _undo.Count;

    /// <summary>Steps that can be redone.</summary>
    public int RedoCount => _redo.Count;

    /// <summary>Takes back the last step that still has an effect.</summary>
    /// <returns>The step, or null when there was none.</returns>
    public UndoStep? Undo()
    {
        _isUndoing = true;
        try
        {
            return Pop(_undo);
        }
        finally
        {
            _isUndoing = false;
        }
    }

    /// <summary>Does again what the last undo took back.</summary>
    /// <returns>The step, or null when there was none.</returns>
    public UndoStep? Redo()
    {
        _isRedoing = true;
        try
        {
            return Pop(_redo);
        }
        finally
        {
            _isRedoing = false;
        }
    }

    /// <summary>Makes the next change a step of its own, however soon it comes.</summary>
    public void StopCapturing() => _lastChange = null;

    /// <summary>Adds types whose changes are captured from now on.</summary>
    public void AddToScope(params ReadOnlySpan<SharedType> types)
    {
        foreach (var type in types)
            _scope.Add(type);
    }

    /// <summary>Forgets all steps, so that what they kept can be collected.</summary>
    public void Clear() => Clear(_undo, _redo);

    /// <summary>Ends the capturing. What is kept for undoing stays until the document goes.</summary>
    public void Dispose() => Doc.AfterTransaction -= Capture;

    private void Capture(Transaction transaction)
    {
        if (!IsTracked(transaction))
            return;
        var stack = _isUndoing ? _redo : _undo;
        if (_isUndoing)
            StopCapturing();
        else if (!_isRedoing)
            Clear(_redo);

        var insertions = new DeleteSet();
        foreach (var client in transaction.TouchedClients)
        {
            var before = transaction.StateBefore(client);
            insertions.Add(client, before, Doc.Store.StateOf(client) - before);
        }
        var now = _options.Time.GetUtcNow();
        var isNear = _lastChange is { } last && now - last < _options.CaptureTimeout;
        if (isNear && stack.Count > 0 && !_isUndoing && !_isRedoing)
        {
            stack[^1].Deletions = DeleteSet.Merge(stack[^1].Deletions, transaction.Deletes);
            stack[^1].Insertions = DeleteSet.Merge(stack[^1].Insertions, insertions);
        }
        else
        {
            stack.Add(new UndoStep(insertions, DeleteSet.Merge(transaction.Deletes)));
        }
        if (!_isUndoing && !_isRedoing)
            _lastChange = now;
        Doc.Store.VisitDeleted(transaction, transaction.Deletes, deleted =>
        {
            if (deleted is Item item && IsInScope(item))
                Structs.Redo.Keep(item, true);
        });
        Captured?.Invoke(stack[^1]);
    }

    private bool IsTracked(Transaction transaction)
    {
        if (_options.Captures?.Invoke(transaction) == false)
            return false;
        var isTracked = transaction.Origin is { } origin ? _origins.Contains(origin) : _tracksNull;
        return isTracked && _scope.Any(type => transaction.ChangedParents.ContainsKey(type.Branch));
    }

    private UndoStep? Pop(List<UndoStep> stack)
    {
        UndoStep? popped = null;
        Doc.Transact(transaction =>
        {
            while (stack.Count > 0 && popped is null)
            {
                var step = stack[^1];
                stack.RemoveAt(stack.Count - 1);
                if (Perform(transaction, step))
                    popped = step;
            }
            foreach (var (branch, changes) in transaction.ChangedBranches)
            {
                // Positions that were remembered may now be on either side of what came back.
                if (changes.List)
                    branch.Markers?.Clear();
            }
        }, this);
        if (popped is not null)
            Popped?.Invoke(popped);
        return popped;
    }

    private bool Perform(Transaction transaction, UndoStep step)
    {
        var store = Doc.Store;
        var toDelete = new List<Item>();
        store.VisitDeleted(transaction, step.Insertions, inserted =>
        {
            if (inserted is not Item item)
                return;
            if (!item.Redone.IsNone)
            {
                var (found, offset) = Structs.Redo.Follow(store, item.Id);
                var start = offset > 0
                    ? store.FindStart(transaction, new Id(found.Client, found.Clock + offset))
                    : found;
                if (start is not Item current)
                    return;
                item = current;
            }
            if (!item.IsDeleted && IsInScope(item))
                toDelete.Add(item);
        });

        var toRedo = new List<Item>();
        store.VisitDeleted(transaction, step.Deletions, deleted =>
        {
            // What was inserted and deleted within the step is not to come back.
            if (deleted is Item item && IsInScope(item) && !step.Insertions.Contains(item.Id))
                toRedo.Add(item);
        });
        var redo = new Redo(transaction, toRedo, step.Insertions, _options.IgnoreRemoteMapChanges, IsDeletedByHistory);
        var changed = false;
        foreach (var item in toRedo)
            changed |= redo.Restore(item) is not null;

        // Backwards, so that what is nested goes before what it is nested in.
        for (var i = toDelete.Count - 1; i >= 0; i--)
        {
            if (_options.MayDelete?.Invoke(toDelete[i].Id) == false)
                continue;
            Deletion.Delete(transaction, toDelete[i]);
            changed = true;
        }
        return changed;
    }

    private bool IsDeletedByHistory(Id id) =>
        _undo.Exists(step => step.Deletions.Contains(id)) || _redo.Exists(step => step.Deletions.Contains(id));

    private bool IsInScope(Item item)
    {
        foreach (var type in _scope)
        {
            if (Structs.Redo.IsWithin(type.Branch, item))
                return true;
        }
        return false;
    }

    private void Clear(params List<UndoStep>[] stacks)
    {
        if (stacks.All(stack => stack.Count == 0))
            return;
        Doc.Transact(transaction =>
        {
            foreach (var stack in stacks)
            {
                foreach (var step in stack)
                {
                    Doc.Store.VisitDeleted(transaction, step.Deletions, deleted =>
                    {
                        if (deleted is Item item && IsInScope(item))
                            Structs.Redo.Keep(item, false);
                    });
                }
                stack.Clear();
            }
        });
    }
}
