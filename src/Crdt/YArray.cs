using System.Collections;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>A list of values, shared types and sub-documents.</summary>
public sealed class YArray : SharedType, IEnumerable<Any>
{
    private List<Any>? _unintegrated;

    /// <summary>An array with content, to be put into a document.</summary>
    public YArray(params ReadOnlySpan<Any> values)
        : this(new Branch(BranchKind.Array)) => _unintegrated = [.. values];

    internal YArray(Branch branch)
        : base(branch)
    {
    }

    /// <summary>How many elements there are.</summary>
    public int Count => _unintegrated?.Count ?? checked((int)Branch.Length);

    /// <summary>The element at a 0-based index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public Any this[int index]
    {
        get
        {
            RequireRange(index, 1, Count);
            return _unintegrated?[index] ?? ListEditing.Get(Branch, index);
        }
    }

    /// <summary>Inserts elements before the one at the index, or at the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is beyond the end.</exception>
    public void Insert(int index, params ReadOnlySpan<Any> values)
    {
        RequireRange(index, 0, Count);
        if (_unintegrated is not null)
        {
            _unintegrated.InsertRange(index, values);
            return;
        }
        var copy = values.ToArray();
        Edit(transaction => ListEditing.Insert(transaction, Branch, index, copy));
    }

    /// <summary>Adds elements at the end.</summary>
    public void Push(params ReadOnlySpan<Any> values)
    {
        if (_unintegrated is not null)
        {
            _unintegrated.AddRange(values);
            return;
        }
        var copy = values.ToArray();
        Edit(transaction => ListEditing.Push(transaction, Branch, copy));
    }

    /// <summary>Deletes elements from the index on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public void Delete(int index, int length = 1)
    {
        RequireRange(index, length, Count);
        if (_unintegrated is not null)
            _unintegrated.RemoveRange(index, length);
        else
            Edit(transaction => ListEditing.Delete(transaction, Branch, index, length));
    }

    /// <summary>All elements, as they are now or were at a snapshot.</summary>
    public IReadOnlyList<Any> ToList(Snapshot? snapshot = null) =>
        _unintegrated ?? ListEditing.ToList(Branch, snapshot);

    /// <summary>A copy, deep, that is in no document.</summary>
    /// <exception cref="InvalidOperationException">This is in no document itself.</exception>
    public YArray Clone() => (YArray)CloneWithin(NestingMax);

    /// <summary>The elements as they are now.</summary>
    public IEnumerator<Any> GetEnumerator() => ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The array as JSON.</summary>
    public override string ToString() => ToJson().ToString();

    internal override Any ToJson(int depthLeft)
    {
        var values = ToList();
        var json = new Any[values.Count];
        for (var i = 0; i < json.Length; i++)
            json[i] = ToJson(values[i], depthLeft);
        return Any.Own(json);
    }

    internal override SharedType CloneWithin(int depthLeft)
    {
        RequireDoc();
        return new YArray(ToList().Select(value => Clone(value, depthLeft)).ToArray());
    }

    internal override void OnIntegrated()
    {
        if (_unintegrated is not { } values)
            return;
        _unintegrated = null;
        Insert(0, values.ToArray());
    }
}
