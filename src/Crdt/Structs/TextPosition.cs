namespace Tacit.Crdt.Structs;

/// <summary>A place between two items of a text, its index, and the attributes in force there.</summary>
internal sealed class TextPosition(Item? left, Item? right, long index, FormatMap attributes)
{
    public Item? Left { get; set; } = left;

    public Item? Right { get; set; } = right;

    public long Index { get; set; } = index;

    public FormatMap Attributes { get; } = attributes;

    /// <summary>The place at an index, split free if it is within an item; the end when the text is shorter.</summary>
    public static TextPosition Find(Transaction transaction, Branch text, long index, bool useMarkers)
    {
        var marker = useMarkers ? text.Markers?.Find(text, index) : null;
        var position = marker is { } near
            ? new TextPosition(near.Item.Left, near.Item, near.Index, new FormatMap())
            : new TextPosition(null, text.Start, 0, new FormatMap());
        position.Advance(transaction, index - position.Index);
        return position;
    }

    /// <summary>Steps over the item to the right.</summary>
    public void Forward()
    {
        var right = Right!;
        if (!right.IsDeleted)
        {
            if (right.Content is FormatContent format)
                Attributes.Apply(format);
            else
                Index += right.Length;
        }
        Left = right;
        Right = right.Right;
    }

    private void Advance(Transaction transaction, long count)
    {
        while (Right is { } right && count > 0)
        {
            var before = count;
            if (!right.Parent.HasFormatting && ListBlock.TryStepOver(ref right, ref count))
            {
                Index += before - count;
                Right = right;
                Left = right.Left;
                continue;
            }
            if (!right.IsDeleted && right.Content is not FormatContent)
            {
                if (count < right.Length)
                    transaction.Doc.Store.Split(transaction, right, count);
                count -= right.Length;
            }
            Forward();
        }
    }
}
