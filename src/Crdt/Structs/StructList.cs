namespace Tacit.Crdt.Structs;

/// <summary>
/// All structs of one client, by clock, without gaps. Kept in blocks of a few hundred, so that a split in the middle
/// of a million structs moves a block's worth of references and not half of the list.
/// </summary>
internal sealed class StructList(long client)
{
    /// <summary>
    /// Small enough that moving half a block costs less than finding it, large enough that blocks are few.
    /// </summary>
    private const int BlockMax = 256;

    private Block[] _blocks = new Block[1];

    // The clocks beside the structs, here and in the blocks: a search then reads neighbouring numbers, and not one
    // object after another.
    private long[] _firstClocks = new long[1];
    private int _blockCount;

    public long Client { get; } = client;

    /// <summary>Null only before the first struct is added.</summary>
    public Struct? Last { get; private set; }

    /// <summary>The clock after the last one: this client's entry in the state vector.</summary>
    public long State => Last is null ? 0 : Last.Clock + Last.Length;

    /// <param name="added">Begins at <see cref="State"/>.</param>
    public void Add(Struct added)
    {
        if (added.Clock != State)
            throw new InvalidOperationException("Clocks of a client have no gaps.");
        if (_blockCount == 0 || _blocks[_blockCount - 1].Count == BlockMax)
            InsertBlock(_blockCount, new Block(_blockCount == 0 ? 4 : 32));
        var last = _blocks[_blockCount - 1];
        last.Insert(last.Count, added);
        if (last.Count == 1)
            _firstClocks[_blockCount - 1] = added.Clock;
        Last = added;
    }

    /// <param name="clock">Below <see cref="State"/>.</param>
    public Struct Find(long clock)
    {
        // Most questions are about what was written last.
        if (Last is not null && clock >= Last.Clock && clock < Last.End)
            return Last;
        return At(clock).Current;
    }

    /// <summary>A cursor at the struct that holds the clock.</summary>
    /// <param name="clock">Below <see cref="State"/>.</param>
    public StructCursor At(long clock)
    {
        if (clock < 0 || clock >= State)
            throw new InvalidOperationException("The clock is not in the document.");
        var last = _blockCount - 1;
        if (clock >= Last!.Clock)
            return new StructCursor(this, last, _blocks[last].Count - 1);
        var block = clock >= _firstClocks[last] ? last : LastAtOrBelow(_firstClocks.AsSpan(0, last), clock);
        return new StructCursor(this, block, LastAtOrBelow(_blocks[block].Clocks, clock));
    }

    public StructCursor AtStart() => new(this, 0, 0);

    /// <summary>How many structs there are from the cursor to the end.</summary>
    public int CountFrom(in StructCursor cursor)
    {
        var count = -cursor.Index;
        for (var i = cursor.Block; i < _blockCount; i++)
            count += _blocks[i].Count;
        return count;
    }

    /// <summary>Adds the right half of a split.</summary>
    public void InsertAfter(Struct left, Struct right)
    {
        if (ReferenceEquals(left, Last))
        {
            Add(right);
            return;
        }
        var cursor = At(left.Clock);
        InsertAfter(ref cursor, right);
    }

    internal void InsertAfter(ref StructCursor cursor, Struct right)
    {
        if (ReferenceEquals(_blocks[cursor.Block].Structs[cursor.Index], Last))
        {
            Add(right);
            return;
        }
        if (_blocks[cursor.Block].Count == BlockMax)
        {
            InsertBlock(cursor.Block + 1, _blocks[cursor.Block].SplitOff());
            if (cursor.Index >= _blocks[cursor.Block].Count)
                cursor = new StructCursor(this, cursor.Block + 1, cursor.Index - _blocks[cursor.Block].Count);
        }
        _blocks[cursor.Block].Insert(cursor.Index + 1, right);
    }

    /// <summary>The structs from the cursor to the end of its block, and from there block by block.</summary>
    public BlockWalk From(in StructCursor cursor) => new(this, cursor.Block, cursor.Index);

    internal Struct Get(int block, int index) => _blocks[block].Structs[index];

    internal bool TryNext(ref int block, ref int index)
    {
        if (index + 1 < _blocks[block].Count)
        {
            index++;
            return true;
        }
        if (block + 1 >= _blockCount)
            return false;
        block++;
        index = 0;
        return true;
    }

    internal bool TryPrevious(ref int block, ref int index)
    {
        if (index > 0)
        {
            index--;
            return true;
        }
        if (block == 0)
            return false;
        block--;
        index = _blocks[block].Count - 1;
        return true;
    }

    internal void Replace(int block, int index, Struct replacement)
    {
        if (ReferenceEquals(_blocks[block].Structs[index], Last))
            Last = replacement;
        _blocks[block].Structs[index] = replacement;
    }

    /// <summary>Removes what was merged into the struct before it. There is always one before it.</summary>
    internal void RemoveMerged(ref int block, ref int index)
    {
        var removed = _blocks[block].Structs[index];
        var (oldBlock, oldIndex) = (block, index);
        TryPrevious(ref block, ref index);
        if (ReferenceEquals(removed, Last))
            Last = _blocks[block].Structs[index];
        _blocks[oldBlock].RemoveAt(oldIndex);
        if (_blocks[oldBlock].Count == 0)
            RemoveBlock(oldBlock);
        else if (oldIndex == 0)
            _firstClocks[oldBlock] = _blocks[oldBlock].Clocks[0];
    }

    private void InsertBlock(int at, Block block)
    {
        if (_blockCount == _blocks.Length)
        {
            Array.Resize(ref _blocks, _blockCount * 2);
            Array.Resize(ref _firstClocks, _blockCount * 2);
        }
        Array.Copy(_blocks, at, _blocks, at + 1, _blockCount - at);
        Array.Copy(_firstClocks, at, _firstClocks, at + 1, _blockCount - at);
        _blocks[at] = block;
        _firstClocks[at] = block.Count > 0 ? block.Clocks[0] : 0;
        _blockCount++;
    }

    private void RemoveBlock(int at)
    {
        _blockCount--;
        Array.Copy(_blocks, at + 1, _blocks, at, _blockCount - at);
        Array.Copy(_firstClocks, at + 1, _firstClocks, at, _blockCount - at);
        _blocks[_blockCount] = null!;
    }

    /// <summary>Index of the last clock that is not above the given one. The first never is.</summary>
    private static int LastAtOrBelow(ReadOnlySpan<long> clocks, long clock)
    {
        int low = 0, high = clocks.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (clocks[middle] <= clock)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>Goes through a list block by block, without looking up each struct.</summary>
    internal struct BlockWalk(StructList list, int block, int index)
    {
        /// <summary>The next structs in a row; false when there are no more.</summary>
        public bool TryNext(out ReadOnlySpan<Struct> structs)
        {
            structs = default;
            if (block >= list._blockCount)
                return false;
            structs = list._blocks[block].Structs.AsSpan(index, list._blocks[block].Count - index);
            (block, index) = (block + 1, 0);
            return true;
        }
    }

    private sealed class Block(int capacity)
    {
        private long[] _clocks = new long[capacity];

        public Struct[] Structs = new Struct[capacity];

        public int Count { get; private set; }

        public ReadOnlySpan<long> Clocks => _clocks.AsSpan(0, Count);

        public void Insert(int at, Struct added)
        {
            if (Count == Structs.Length)
            {
                Array.Resize(ref Structs, Math.Min(BlockMax, Count * 2));
                Array.Resize(ref _clocks, Structs.Length);
            }
            if (at < Count)
            {
                Array.Copy(Structs, at, Structs, at + 1, Count - at);
                Array.Copy(_clocks, at, _clocks, at + 1, Count - at);
            }
            Structs[at] = added;
            _clocks[at] = added.Clock;
            Count++;
        }

        public void RemoveAt(int at)
        {
            Count--;
            Array.Copy(Structs, at + 1, Structs, at, Count - at);
            Array.Copy(_clocks, at + 1, _clocks, at, Count - at);
            Structs[Count] = null!;
        }

        public Block SplitOff()
        {
            var half = Count / 2;
            var right = new Block(BlockMax) { Count = Count - half };
            Array.Copy(Structs, half, right.Structs, 0, right.Count);
            Array.Copy(_clocks, half, right._clocks, 0, right.Count);
            Array.Clear(Structs, half, right.Count);
            Count = half;
            return right;
        }
    }
}
