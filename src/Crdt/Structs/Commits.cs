using System.Runtime.ExceptionServices;
using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>
/// Runs transactions one after another and, after each, what must follow: events, garbage collection, merging,
/// updates. Handlers may start transactions; these wait in line until the one before is done with.
/// </summary>
internal sealed class Commits(Doc doc)
{
    private readonly Queue<Transaction> _line = new();
    private readonly UpdateEncoderV1 _encoderV1 = new();
    private UpdateEncoderV2? _encoderV2;
    private Transaction? _open;
    private bool _isCleaning;
    private ExceptionDispatchInfo? _failure;

    public void Run(Action<Transaction> change, object? origin, bool isLocal)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (_open is not null)
        {
            change(_open);
            return;
        }
        if (!_isCleaning)
            _failure = null;
        _open = new Transaction(doc, origin, isLocal);
        _line.Enqueue(_open);
        try
        {
            change(_open);
        }
        finally
        {
            _open = null;
            if (!_isCleaning)
                CleanUp();
        }
        if (!_isCleaning && _failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }
    }

    public void NoteState(long client, long clock)
    {
        foreach (var transaction in _line)
            transaction.NoteState(client, clock);
    }

    private void CleanUp()
    {
        _isCleaning = true;
        try
        {
            while (_line.TryPeek(out var transaction))
            {
                CleanUp(transaction);
                _line.Dequeue();
            }
        }
        finally
        {
            _isCleaning = false;
        }
    }

    private void CleanUp(Transaction transaction)
    {
        var store = doc.Store;
        var deletes = transaction.Deletes;
        deletes.Normalize();
        var touched = transaction.TouchedClients.ToArray();
        CallObservers(transaction, touched);
        transaction.IsOpenForEvents = false;

        if (doc.CollectsGarbage)
            Cleanup.CollectGarbage(deletes, store, doc.Options.GarbageFilter);
        Cleanup.MergeDeleted(deletes, store);
        foreach (var client in touched)
            Cleanup.MergeAdded(store.ListOf(client)!, transaction.StateBefore(client));
        if (transaction.HasMergeCandidates)
            Cleanup.MergeSplit(transaction.MergeCandidates, store);

        // Somebody else writes under this id. What both wrote before now may differ for ever; what follows must not.
        if (!transaction.IsLocal && touched.Contains(doc.ClientId))
            doc.TakeNewClientId();

        EmitUpdate(transaction, touched.Length > 0, UpdateFormat.V1);
        EmitUpdate(transaction, touched.Length > 0, UpdateFormat.V2);
        if (transaction.HasSubDocChanges)
            Guarded(() => doc.EmitSubDocs(transaction.SubDocs));
    }

    private void CallObservers(Transaction transaction, long[] touched)
    {
        foreach (var (branch, keys) in transaction.ChangedBranches.OrderBy(pair => pair.Value.Order))
        {
            if (branch.IsDeleted)
                continue;
            if (!transaction.IsLocal)
            {
                branch.Markers?.Clear();
                if (branch.HasFormatting && branch.Kind is BranchKind.Text or BranchKind.XmlText)
                    transaction.NeedsFormatCleanup = true;
            }
            if (doc.WantsEvents)
                CallOwn(branch, new TypeEvent(branch, transaction, keys));
        }
        if (doc.WantsEvents)
        {
            foreach (var (branch, events) in transaction.ChangedParents.ToArray())
            {
                if (branch.Observers.HasDeep && !branch.IsDeleted)
                    CallDeep(branch, events);
            }
            Guarded(() => doc.EmitAfterTransaction(transaction));
        }
        if (transaction.NeedsFormatCleanup)
            FormatCleanup.Run(transaction, touched);
    }

    private void CallOwn(Branch branch, TypeEvent typeEvent)
    {
        for (var holder = branch; holder is not null; holder = holder.Item?.Parent)
        {
            if (!typeEvent.Transaction.ChangedParents.TryGetValue(holder, out var events))
                typeEvent.Transaction.ChangedParents.Add(holder, events = []);
            events.Add(typeEvent);
        }
        foreach (var handler in branch.Observers.Own)
            Guarded(() => handler(typeEvent));
    }

    private void CallDeep(Branch branch, List<TypeEvent> events)
    {
        var alive = events.Where(typeEvent => !typeEvent.TargetBranch.IsDeleted).ToList();
        foreach (var typeEvent in alive)
            typeEvent.LookFrom(branch);
        // Changes near the top first, so that a handler sees a parent before what is in it. Stable, as in Yjs.
        alive = alive.OrderBy(typeEvent => typeEvent.Path.Count).ToList();
        foreach (var handler in branch.Observers.Deep)
            Guarded(() => handler(alive));
    }

    /// <summary>
    /// A handler that throws must not keep the document from being tidied up, or the others from being called. The
    /// first failure is thrown again when all is done.
    /// </summary>
    private void Guarded(Action call)
    {
#pragma warning disable CA1031 // Whatever it is, it is kept and thrown again.
        try
        {
            call();
        }
        catch (Exception failure)
        {
            _failure ??= ExceptionDispatchInfo.Capture(failure);
        }
#pragma warning restore CA1031
    }

    private void EmitUpdate(Transaction transaction, bool hasStructs, UpdateFormat format)
    {
        if (!doc.WantsUpdates(format) || (!hasStructs && transaction.Deletes.IsEmpty))
            return;
        UpdateEncoder encoder = format == UpdateFormat.V1 ? _encoderV1 : _encoderV2 ??= new UpdateEncoderV2();
        encoder.Clear();
        transaction.Deletes.Normalize();
        StateEncoding.WriteStructs(encoder, transaction);
        transaction.Deletes.Write(encoder);
        var update = new DocUpdate(encoder.ToArray(), transaction.Origin, transaction);
        Guarded(() => doc.Emit(update, format));
    }
}
