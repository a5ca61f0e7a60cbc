using System.Runtime.CompilerServices;
using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>
/// An insertion: where its writer saw it (between <c>Origin</c> and <c>RightOrigin</c>) and where it stands now
/// (between <c>Left</c> and <c>Right</c>). The former never changes and is what all replicas agree on.
/// </summary>
internal sealed class Item : Struct
{
    /// <summary>In the byte of info: an origin follows.</summary>
    public const byte OriginBit = 0x80;

    /// <summary>In the byte of info: a right origin follows.</summary>
    public const byte RightOriginBit = 0x40;

    /// <summary>In the byte of info: a key of the parent's map may follow.</summary>
    public const byte KeyBit = 0x20;

    private const byte KeepFlag = 1;
    private const byte CountableFlag = 2;
    private const byte MarkerFlag = 8;

    private byte _flags;

    public Item(Id id, Item? left, Id origin, Item? right, Id rightOrigin, object? parent, string? key, Content content)
        : base(id.Client, id.Clock, content.Length)
    {
        Left = left;
        Origin = origin;
        Right = right;
        RightOrigin = rightOrigin;
        ParentReference = parent;
        Key = key;
        Content = content;
        _flags = content.IsCountable ? CountableFlag : (byte)0;
    }

    /// <summary>The element that stood to the left when this was inserted, or none.</summary>
    public Id Origin { get; set; }

    /// <summary>The element that stood to the right when this was inserted, or none.</summary>
    public Id RightOrigin { get; set; }

    public Item? Left { get; set; }

    public Item? Right { get; set; }

    /// <summary>
    /// The parent: in a document a <see cref="Branch"/>; before, the name of a root type, the <see cref="Id"/> of
    /// the item that holds it, or null when it is that of a neighbour.
    /// </summary>
    public object? ParentReference { get; set; }

    /// <summary>Only for items in a document.</summary>
    public Branch Parent => Unsafe.As<Branch>(ParentReference!);

    /// <summary>The key in the parent's map, null in its list.</summary>
    public string? Key { get; set; }

    /// <summary>The copy that undoing this deletion has made, or none.</summary>
    public Id Redone { get; set; } = Id.None;

    public Content Content { get; set; }

    public bool IsCountable => (_flags & CountableFlag) != 0;

    /// <summary>Countable and not deleted: has an index.</summary>
    public bool IsVisible => !IsDeleted && IsCountable;

    /// <summary>Held back from garbage collection by an undo history.</summary>
    public bool Keep
    {
        get => (_flags & KeepFlag) != 0;
        set => Set(KeepFlag, value);
    }

    /// <summary>A search marker points here.</summary>
    public bool IsMarked
    {
        get => (_flags & MarkerFlag) != 0;
        set => Set(MarkerFlag, value);
    }

    /// <summary>The block this is in, in a list that has blocks.</summary>
    internal ListBlock? Block { get; set; }

    /// <summary>
    /// When this was last seen by a search for a place among conflicting items; see <see cref="Placement"/>.
    /// </summary>
    internal int Seen { get; set; }

    /// <summary>The nearest item to the right that is not deleted.</summary>
    public Item? Next
    {
        get
        {
            var next = Right;
            while (next is { IsDeleted: true })
                next = next.Right;
            return next;
        }
    }

    /// <summary>The nearest item to the left that is not deleted.</summary>
    public Item? Previous
    {
        get
        {
            var previous = Left;
            while (previous is { IsDeleted: true })
                previous = previous.Left;
            return previous;
        }
    }

    public void MarkDeleted() => IsDeleted = true;

    /// <summary>Splits this at an offset. The caller puts the right part into the store.</summary>
    public Item SplitAt(Transaction transaction, long offset)
    {
        var right = new Item(new Id(Client, Clock + offset), this, new Id(Client, Clock + offset - 1), Right,
            RightOrigin, ParentReference, Key, Content.SplitAt(offset));
        right._flags = (byte)((right._flags & CountableFlag) | (_flags & KeepFlag));
        right.IsDeleted = IsDeleted;
        if (!Redone.IsNone)
            right.Redone = Redone with { Clock = Redone.Clock + offset };
        // This keeps its own right origin: changing it would make replicas that did not split disagree.
        Right = right;
        if (right.Right is { } after)
            after.Left = right;
        transaction.MergeCandidates.Add(right);
        if (Key is not null && right.Right is null)
            Parent.SetMapItem(Key, right);
        Length = offset;
        ListBlock.OnSplit(this, right);
        return right;
    }

    public override bool MergeWith(Struct right)
    {
        if (right is not Item other
            || other.Origin != LastId
            || !ReferenceEquals(Right, other)
            || RightOrigin != other.RightOrigin
            || Client != other.Client
            || End != other.Clock
            || IsDeleted != other.IsDeleted
            || !Redone.IsNone
            || !other.Redone.IsNone
            || Content.GetType() != other.Content.GetType()
            || !Content.MergeWith(other.Content))
        {
            return false;
        }
        Parent.Markers?.OnMerged(this, other);
        ListBlock.OnMerging(this, other);
        if (other.Keep)
            Keep = true;
        Right = other.Right;
        if (Right is not null)
            Right.Left = this;
        Length += other.Length;
        return true;
    }

    /// <summary>The part from an offset on, of an item that is in no document.</summary>
    public Item Slice(long offset) => new(new Id(Client, Clock + offset), null, new Id(Client, Clock + offset - 1),
        null, RightOrigin, ParentReference, Key, Content.SplitAt(offset));

    public override void Write(UpdateEncoder encoder, long offset)
    {
        var origin = offset > 0 ? new Id(Client, Clock + offset - 1) : Origin;
        var info = Content.Reference
            | (origin.IsNone ? 0 : OriginBit)
            | (RightOrigin.IsNone ? 0 : RightOriginBit)
            | (Key is null ? 0 : KeyBit);
        encoder.WriteInfo((byte)info);
        if (!origin.IsNone)
            encoder.WriteLeftId(origin);
        if (!RightOrigin.IsNone)
            encoder.WriteRightId(RightOrigin);
        if (origin.IsNone && RightOrigin.IsNone)
        {
            WriteParent(encoder);
            if (Key is not null)
                encoder.WriteString(Key);
        }
        Content.Write(encoder, offset);
    }

    private void WriteParent(UpdateEncoder encoder)
    {
        switch (ParentReference)
        {
            case Branch { Item: null } root:
                encoder.WriteParentInfo(true);
                encoder.WriteString(root.RootName);
                break;
            case Branch branch:
                encoder.WriteParentInfo(false);
                encoder.WriteLeftId(branch.Item!.Id);
                break;
            case string name:
                encoder.WriteParentInfo(true);
                encoder.WriteString(name);
                break;
            case Id id:
                encoder.WriteParentInfo(false);
                encoder.WriteLeftId(id);
                break;
            default:
                throw new InvalidOperationException("An item without neighbours has a parent.");
        }
    }

    private void Set(byte flag, bool value) => _flags = (byte)(value ? _flags | flag : _flags & ~flag);
}
