namespace Tacit.Crdt.Structs;

/// <summary>
/// All structs of one client, by clock, without gaps. Kept in blocks of a few hundred, so that a split in the middle
/// of a million structs moves a block's worth of references and not half of the list.
/// </summary>
internal sealed class StructList(long client)
{
    /// <summary>Small enough that moving half a block costs less than finding it, large enough that blocks are few.</summary>
    private const int BlockMax = 256;

    private Block[] _blocks = new Block[1];
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
        _blocks[_blockCount - 1].Insert(_blocks[_blockCount - 1].Count, added);
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
        int low = 0, high = _blockCount - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_blocks[middle].FirstClock <= clock)
                low = middle;
            else
                high = middle - 1;
        }
        return new StructCursor(this, low, _blocks[low].Find(clock));
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
    }

    private void InsertBlock(int at, Block block)
    {
        if (_blockCount == _blocks.Length)
            Array.Resize(ref _blocks, _blockCount * 2);
        Array.Copy(_blocks, at, _blocks, at + 1, _blockCount - at);
        _blocks[at] = block;
        _blockCount++;
    }

    private void RemoveBlock(int at)
    {
        _blockCount--;
        Array.Copy(_blocks, at + 1, _blocks, at, _blockCount - at);
        _blocks[_blockCount] = null!;
    }

    private sealed class Block(int capacity)
    {
        public Struct[] Structs = new Struct[capacity];

        public int Count { get; private set; }

        public long FirstClock { get; private set; }

        public void Insert(int at, Struct added)
        {
            if (Count == Structs.Length)
                Array.Resize(ref Structs, Math.Min(BlockMax, Count * 2));
            Array.Copy(Structs, at, Structs, at + 1, Count - at);
            Structs[at] = added;
            Count++;
            if (at == 0)
                FirstClock = added.Clock;
        }

        public void RemoveAt(int at)
        {
            Count--;
            Array.Copy(Structs, at + 1, Structs, at, Count - at);
            Structs[Count] = null!;
            if (at == 0 && Count > 0)
                FirstClock = Structs[0].Clock;
        }

        public Block SplitOff()
        {
            var half = Count / 2;
            var right = new Block(BlockMax);
            Array.Copy(Structs, half, right.Structs, 0, Count - half);
            right.Count = Count - half;
            right.FirstClock = right.Structs[0].Clock;
            Array.Clear(Structs, half, Count - half);
            Count = half;
            return right;
        }

        public int Find(long clock)
        {
            int low = 0, high = Count - 1;
            while (low < high)
            {
                var middle = (low + high + 1) >>> 1;
                if (Structs[middle].Clock <= clock)
                    low = middle;
                else
                    high = middle - 1;
            }
            return low;
        }
    }
}
