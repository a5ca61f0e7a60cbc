namespace Tacit.Crdt.Structs;

/// <summary>
/// Edits of text. An attribute is a pair of markers around what it applies to; these methods see to it that each
/// edit leaves no more markers than it needs. Which markers an edit writes and deletes is visible in the bytes, so
/// the rules are exactly those of Yjs.
/// </summary>
internal static class TextEditing
{
    /// <param name="transaction">The open transaction.</param>
    /// <param name="text">The text.</param>
    /// <param name="position">Where; afterwards behind what was inserted.</param>
    /// <param name="content">What.</param>
    /// <param name="attributes">The attributes it is to have; all others in force are ended before it.</param>
    public static void Insert(Transaction transaction, Branch text, TextPosition position, Content content,
        AnyObject attributes)
    {
        var wanted = new AnyObject();
        foreach (var (key, value) in attributes)
            wanted[key] = value;
        foreach (var (key, _) in position.Attributes.Entries)
        {
            if (wanted[key].IsUndefined)
                wanted[key] = Any.Null;
        }
        SkipWhatAlreadyHolds(position, wanted);
        var ends = Begin(transaction, text, position, wanted);
        text.Markers?.OnChanged(position.Index, content.Length);
        var index = position.Index;
        position.Right = InsertItem(transaction, text, position.Left, position.Right, content);
        position.Index = index;
        position.Forward();
        End(transaction, text, position, ends);
    }

    public static void Format(Transaction transaction, Branch text, TextPosition position, long length,
        AnyObject attributes)
    {
        SkipWhatAlreadyHolds(position, attributes);
        var ends = Begin(transaction, text, position, attributes);
        while (position.Right is { } right
            && (length > 0 || (ends.Count > 0 && (right.IsDeleted || right.Content is FormatContent))))
        {
            if (!right.IsDeleted)
            {
                if (right.Content is FormatContent format)
                {
                    if (!TryOverwrite(transaction, position, right, format, length, attributes, ends))
                        break;
                }
                else
                {
                    if (length < right.Length)
                        transaction.Doc.Store.Split(transaction, right, length);
                    length -= right.Length;
                }
            }
            position.Forward();
        }
        if (length > 0)
        {
            // Editors believe that a text ends with a line break; one that is formatted beyond the end gets it.
            var breaks = new TextContent(new string('\n', checked((int)length)));
            position.Right = InsertItem(transaction, text, position.Left, position.Right, breaks);
            position.Forward();
        }
        End(transaction, text, position, ends);
    }

    public static void Delete(Transaction transaction, TextPosition position, long length)
    {
        var wanted = length;
        var attributesBefore = new FormatMap(position.Attributes);
        var start = position.Right;
        while (length > 0 && position.Right is { } right)
        {
            if (!right.IsDeleted && right.Content is TextContent or TypeContent or EmbedContent)
            {
                if (length < right.Length)
                    transaction.Doc.Store.Split(transaction, right, length);
                length -= right.Length;
                Deletion.Delete(transaction, right);
            }
            position.Forward();
        }
        if (start is not null)
            FormatCleanup.CleanGap(transaction, start, position.Right, attributesBefore, position.Attributes);
        if ((position.Left ?? position.Right) is { } beside)
            beside.Parent.Markers?.OnChanged(position.Index, length - wanted);
    }

    /// <summary>Inserts content of this replica between two neighbours.</summary>
    public static Item InsertItem(Transaction transaction, Branch parent, Item? left, Item? right, Content content)
    {
        var doc = transaction.Doc;
        var id = new Id(doc.ClientId, doc.Store.StateOf(doc.ClientId));
        var item = new Item(id, left, left?.LastId ?? Id.None, right, right?.Id ?? Id.None, parent, null, content);
        Placement.Integrate(item, transaction, 0);
        return item;
    }

    private static void SkipWhatAlreadyHolds(TextPosition position, AnyObject attributes)
    {
        while (position.Right is { } right)
        {
            if (!right.IsDeleted && !(right.Content is FormatContent format
                && FormatMap.AreEqual(OrNull(attributes[format.Key]), format.Value)))
            {
                return;
            }
            position.Forward();
        }
    }

    /// <returns>The values to go back to where the change ends.</returns>
    private static FormatMap Begin(Transaction transaction, Branch text, TextPosition position, AnyObject attributes)
    {
        var ends = new FormatMap();
        foreach (var (key, value) in attributes)
        {
            var current = position.Attributes.ValueOrNull(key);
            if (FormatMap.AreEqual(current, value))
                continue;
            ends.Set(key, current);
            position.Right = InsertItem(transaction, text, position.Left, position.Right,
                new FormatContent(key, value));
            position.Forward();
        }
        return ends;
    }

    private static void End(Transaction transaction, Branch text, TextPosition position, FormatMap ends)
    {
        while (position.Right is { } right)
        {
            if (!right.IsDeleted)
            {
                if (right.Content is not FormatContent format || !ends.TryGet(format.Key, out var end)
                    || !FormatMap.AreEqual(end, format.Value))
                {
                    break;
                }
                ends.Remove(format.Key);
            }
            position.Forward();
        }
        foreach (var (key, value) in ends.Entries)
        {
            position.Right = InsertItem(transaction, text, position.Left, position.Right,
                new FormatContent(key, value));
            position.Forward();
        }
    }

    /// <summary>Deletes a marker within a range that is given other attributes.</summary>
    /// <returns>False where the range ends: the marker there is somebody else's beginning.</returns>
    private static bool TryOverwrite(Transaction transaction, TextPosition position, Item marker,
        FormatContent format, long lengthLeft, AnyObject attributes, FormatMap ends)
    {
        var wanted = attributes[format.Key];
        if (wanted.IsUndefined)
        {
            position.Attributes.Set(format.Key, format.Value);
            return true;
        }
        if (FormatMap.AreEqual(wanted, format.Value))
        {
            ends.Remove(format.Key);
        }
        else
        {
            if (lengthLeft == 0)
                return false;
            ends.Set(format.Key, format.Value);
        }
        Deletion.Delete(transaction, marker);
        return true;
    }

    private static Any OrNull(Any value) => value.IsUndefined ? Any.Null : value;
}
