using Tacit.Crdt.Coding;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>A moment of a document: what was known and what of it was deleted. Needs the document to be read.</summary>
public sealed class Snapshot : IEquatable<Snapshot>
{
    /// <summary>Creates a snapshot from its parts.</summary>
    public Snapshot(DeleteSet deletes, StateVector state)
    {
        ArgumentNullException.ThrowIfNull(deletes);
        ArgumentNullException.ThrowIfNull(state);
        Deletes = deletes;
        State = state;
    }

    /// <summary>The moment before anything was written.</summary>
    public static Snapshot Empty { get; } = new(new DeleteSet(), StateVector.Empty);

    /// <summary>What was deleted.</summary>
    public DeleteSet Deletes { get; }

    /// <summary>What was known.</summary>
    public StateVector State { get; }

    /// <summary>Reads what <see cref="Encode"/> wrote, here or in Yjs.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no snapshot of that format.</exception>
    public static Snapshot Decode(ReadOnlySpan<byte> bytes, UpdateFormat format = UpdateFormat.V1)
    {
        var decoder = new DeleteSetDecoder(bytes, format);
        var deletes = DeleteSet.Read(ref decoder);
        deletes.Normalize();
        return new Snapshot(deletes, decoder.ReadStateVector());
    }

    /// <summary>The snapshot as bytes: the delete set, then the state vector.</summary>
    public byte[] Encode(UpdateFormat format = UpdateFormat.V1)
    {
        var encoder = UpdateEncoder.For(format);
        Deletes.Write(encoder);
        State.Write(encoder.Rest);
        return encoder.Rest.ToArray();
    }

    /// <summary>Whether everything an update says was known and, where it deletes, deleted.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update.</exception>
    public bool Contains(ReadOnlySpan<byte> update, UpdateFormat format = UpdateFormat.V1)
    {
        var parsed = UpdateParser.Parse(update, format, DecodeLimits.Default);
        return parsed.Clients.All(queue => queue.Structs[^1].End <= State[queue.Client])
            && Deletes.SetEquals(DeleteSet.Merge(Deletes, parsed.Deletes));
    }

    /// <summary>The document as it was. The original must have kept what it deleted since.</summary>
    /// <param name="original">The document of which this is a moment.</param>
    /// <param name="options">For the new document.</param>
    /// <exception cref="InvalidOperationException">The original collects garbage.</exception>
    public Doc Restore(Doc original, DocOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(original);
        if (original.CollectsGarbage)
        {
            throw new InvalidOperationException("The original has dropped what it deleted; create it with "
                + nameof(DocOptions.CollectGarbage) + " = false.");
        }
        byte[] update = [];
        original.Transact(transaction => update = StateEncoding.EncodeUpTo(transaction, this));
        var restored = new Doc(options);
        restored.ApplyUpdate(update, UpdateFormat.V2, "snapshot");
        return restored;
    }

    /// <inheritdoc />
    public bool Equals(Snapshot? other) =>
        other is not null && State.Equals(other.State) && Deletes.SetEquals(other.Deletes);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Snapshot);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(State, Deletes.Clients.Count);

    internal bool Shows(Item item) => State[item.Client] > item.Clock && !Deletes.Contains(item.Id);

    /// <summary>Splits the items that this shows only in part, once for each transaction.</summary>
    internal void Split(Transaction transaction)
    {
        if (!transaction.BeginSplitFor(this))
            return;
        var store = transaction.Doc.Store;
        foreach (var (client, clock) in State)
        {
            if (clock < store.StateOf(client))
                store.FindStart(transaction, new Id(client, clock));
        }
        store.VisitDeleted(transaction, Deletes, static _ => { });
    }
}
