using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>What remains of deleted content: its length. The item keeps its place, which others may refer to.</summary>
internal sealed class DeletedContent(long length) : Content
{
    /// <summary>The number of this kind on the wire.</summary>
    public const byte Number = 1;

    private long _length = length;

    public override byte Reference => Number;

    public override long Length => _length;

    public override bool IsCountable => false;

    public override Content Copy() => new DeletedContent(_length);

    public override Content SplitAt(long offset)
    {
        var right = new DeletedContent(_length - offset);
        _length = offset;
        return right;
    }

    public override bool MergeWith(Content right)
    {
        _length += right.Length;
        return true;
    }

    public override void Integrate(Transaction transaction, Item item)
    {
        transaction.Deletes.Add(item.Client, item.Clock, _length);
        item.MarkDeleted();
    }

    public override void Write(UpdateEncoder encoder, long offset) => encoder.WriteLength(_length - offset);
}
