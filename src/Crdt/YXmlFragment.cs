using System.Text;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>A list of XML nodes: elements, texts, hooks and fragments.</summary>
public class YXmlFragment : SharedType
{
    private List<SharedType>? _unintegrated;

    /// <summary>A fragment with children, to be put into a document.</summary>
    public YXmlFragment(params ReadOnlySpan<SharedType> children)
        : this(new Branch(BranchKind.XmlFragment)) => _unintegrated = [.. children];

    internal YXmlFragment(Branch branch)
        : base(branch)
    {
        if (branch.Doc is null && branch.Item is null)
            _unintegrated = [];
    }

    /// <summary>How many children there are.</summary>
    public int Count => _unintegrated?.Count ?? checked((int)Branch.Length);

    /// <summary>The child nodes. Whatever else a peer may have put here is left out.</summary>
    public IReadOnlyList<SharedType> Children => _unintegrated
        ?? [.. ListEditing.ToList(Branch).Where(value => value.AsShared is not null).Select(value => value.AsShared!)];

    /// <summary>The child at a 0-based index, null when it is no XML node.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public SharedType? this[int index]
    {
        get
        {
            RequireRange(index, 1, Count);
            return _unintegrated?[index] ?? ListEditing.Get(Branch, index).AsShared;
        }
    }

    /// <summary>Inserts nodes before the one at the index, or at the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is beyond the end.</exception>
    public void Insert(int index, params ReadOnlySpan<SharedType> nodes)
    {
        RequireRange(index, 0, Count);
        if (_unintegrated is not null)
        {
            _unintegrated.InsertRange(index, nodes);
            return;
        }
        var values = Values(nodes);
        Edit(transaction => ListEditing.Insert(transaction, Branch, index, values));
    }

    /// <summary>Inserts nodes right after one of the children, at the start for null.</summary>
    /// <exception cref="ArgumentException">The node is no child of this.</exception>
    public void InsertAfter(SharedType? child, params ReadOnlySpan<SharedType> nodes)
    {
        var item = child?.Branch.Item;
        if (child is not null && (item is null || !ReferenceEquals(item.Parent, Branch)))
            throw new ArgumentException("The node is no child of this.", nameof(child));
        var values = Values(nodes);
        Edit(transaction => ListEditing.InsertAfter(transaction, Branch, item, values));
    }

    /// <summary>Adds nodes at the end.</summary>
    public void Push(params ReadOnlySpan<SharedType> nodes) => Insert(Count, nodes);

    /// <summary>Deletes children from the index on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public void Delete(int index, int length = 1)
    {
        RequireRange(index, length, Count);
        if (_unintegrated is not null)
            _unintegrated.RemoveRange(index, length);
        else
            Edit(transaction => ListEditing.Delete(transaction, Branch, index, length));
    }

    /// <summary>All nodes below this one, parents before children.</summary>
    public IEnumerable<SharedType> Descendants()
    {
        var open = new Stack<SharedType>(Children.Reverse());
        while (open.TryPop(out var node))
        {
            yield return node;
            if (node is not YXmlFragment inner)
                continue;
            foreach (var child in inner.Children.Reverse())
                open.Push(child);
        }
    }

    /// <summary>The first element below this one with the name, in any case; null when there is none.</summary>
    public YXmlElement? QuerySelector(string name) => QuerySelectorAll(name).FirstOrDefault();

    /// <summary>All elements below this one with the name, in any case.</summary>
    public IEnumerable<YXmlElement> QuerySelectorAll(string name) => Descendants().OfType<YXmlElement>()
        .Where(element => element.NodeName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A copy, deep, that is in no document.</summary>
    /// <exception cref="InvalidOperationException">This is in no document itself.</exception>
    public YXmlFragment Clone() => (YXmlFragment)CloneWithin(NestingMax);

    /// <summary>The nodes as markup. As in Yjs nothing is escaped: not for a browser's eyes.</summary>
    public override string ToString() => ToMarkup(NestingMax);

    internal override Any ToJson(int depthLeft) => ToMarkup(depthLeft);

    internal virtual string ToMarkup(int depthLeft)
    {
        var builder = new StringBuilder();
        foreach (var child in ListEditing.ToList(Branch))
            builder.Append(ToMarkup(child, depthLeft));
        return builder.ToString();
    }

    internal override SharedType CloneWithin(int depthLeft)
    {
        RequireDoc();
        return new YXmlFragment(CloneChildren(depthLeft));
    }

    internal override void OnIntegrated()
    {
        if (_unintegrated is not { } nodes)
            return;
        _unintegrated = null;
        if (nodes.Count > 0)
            Insert(0, nodes.ToArray());
    }

    private protected SharedType[] CloneChildren(int depthLeft) =>
        [.. Children.Select(child => Clone(child, depthLeft).AsShared).OfType<SharedType>()];

    private static string ToMarkup(Any child, int depthLeft)
    {
        if (depthLeft == 0)
            return string.Empty;
        return child.AsShared is YXmlFragment inner ? inner.ToMarkup(depthLeft - 1) : Spell(child);
    }

    private static Any[] Values(ReadOnlySpan<SharedType> nodes)
    {
        var values = new Any[nodes.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = nodes[i];
        return values;
    }
}
