using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>
/// What an item holds. One of nine kinds, known on the wire by a number in the low five bits of info.
/// </summary>
internal abstract class Content
{
    /// <summary>The number on the wire, 1 to 9.</summary>
    public abstract byte Reference { get; }

    /// <summary>Elements, of which each has a clock.</summary>
    public virtual long Length => 1;

    /// <summary>Whether the elements count in the length of the parent and have an index.</summary>
    public virtual bool IsCountable => true;

    /// <summary>The last element, which is what a map shows; undefined when there is nothing to show.</summary>
    public virtual Any LastValue => Any.Undefined;

    /// <summary>The element at an offset below <see cref="Length"/>.</summary>
    public virtual Any ValueAt(int offset) => LastValue;

    /// <summary>Adds the elements as values; text gives one string for each UTF-16 unit.</summary>
    public virtual void AppendTo(List<Any> values)
    {
        if (IsCountable)
            values.Add(LastValue);
    }

    /// <summary>The same content for a new item, when a deletion is undone.</summary>
    public abstract Content Copy();

    /// <summary>Keeps the elements before the offset and gives back the others.</summary>
    public virtual Content SplitAt(long offset) => throw new InvalidOperationException("One element cannot be split.");

    /// <summary>Appends the other's elements if both are of a kind that can.</summary>
    public virtual bool MergeWith(Content right) => false;

    /// <summary>Called once when the item has its place.</summary>
    public virtual void Integrate(Transaction transaction, Item item)
    {
    }

    /// <param name="encoder">Where to.</param>
    /// <param name="offset">How many elements at the front to leave out.</param>
    public abstract void Write(UpdateEncoder encoder, long offset);
}
