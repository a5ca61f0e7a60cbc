namespace Tacit.Crdt.Structs;

/// <summary>
/// A place in a <see cref="StructList"/>. Inserting or removing anywhere in the list other than through this cursor
/// makes it wrong.
/// </summary>
internal struct StructCursor(StructList list, int block, int index)
{
    private int _block = block;
    private int _index = index;

    public readonly int Block => _block;

    public readonly int Index => _index;

    public readonly Struct Current => list.Get(_block, _index);

    public readonly bool IsFirst => _block == 0 && _index == 0;

    /// <summary>Goes to the struct after this one, or stays and says no.</summary>
    public bool MoveNext() => list.TryNext(ref _block, ref _index);

    /// <summary>Goes to the struct before this one, or stays and says no.</summary>
    public bool MovePrevious() => list.TryPrevious(ref _block, ref _index);

    public readonly void Replace(Struct replacement) => list.Replace(_block, _index, replacement);

    /// <summary>
    /// Merges the current struct into those before it, as far as they merge, and stays at what they became.
    /// </summary>
    /// <returns>How many structs are gone.</returns>
    public int MergeLeft()
    {
        var merged = 0;
        while (true)
        {
            var (block, index) = (_block, _index);
            if (!list.TryPrevious(ref block, ref index))
                return merged;
            var right = Current;
            var left = list.Get(block, index);
            if (left.IsDeleted != right.IsDeleted || !left.MergeWith(right))
                return merged;
            if (right is Item { Key: { } key } item && ReferenceEquals(item.Parent.MapItem(key), item))
                item.Parent.SetMapItem(key, (Item)left);
            list.RemoveMerged(ref _block, ref _index);
            merged++;
        }
    }
}
