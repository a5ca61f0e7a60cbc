using System.Text;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>An XML element: a name, attributes and children.</summary>
public sealed class YXmlElement : YXmlFragment
{
    /// <summary>What Yjs calls an element that was given no name, such as a root one.</summary>
    private const string Nameless = "UNDEFINED";

    private readonly MapPart _attributes;

    /// <summary>An element with children, to be put into a document.</summary>
    public YXmlElement(string nodeName, params ReadOnlySpan<SharedType> children)
        : this(new Branch(BranchKind.XmlElement, nodeName)) => Insert(0, children);

    internal YXmlElement(Branch branch)
        : base(branch) => _attributes = new MapPart(branch);

    /// <summary>The name of the element, in the case in which it was given.</summary>
    public string NodeName => Branch.RootName.Length > 0 || (Branch.Doc is not null && Branch.Item is null)
        ? Nameless
        : Branch.Name;

    /// <summary>The attributes that have a value.</summary>
    public IEnumerable<KeyValuePair<string, Any>> Attributes => _attributes.All();

    /// <summary>The value of an attribute, <see cref="Any.Undefined"/> when there is none.</summary>
    public Any GetAttribute(string name) => _attributes.Get(name);

    /// <summary>Sets an attribute. By custom values are strings, in fact anything.</summary>
    public void SetAttribute(string name, Any value) => _attributes.Set(name, value);

    /// <summary>Deletes an attribute.</summary>
    public void RemoveAttribute(string name) => _attributes.Delete(name);

    /// <summary>Whether the attribute has a value.</summary>
    public bool HasAttribute(string name) => _attributes.Has(name);

    /// <summary>A copy, deep, that is in no document.</summary>
    /// <exception cref="InvalidOperationException">This is in no document itself.</exception>
    public new YXmlElement Clone() => (YXmlElement)CloneWithin(NestingMax);

    internal override string ToMarkup(int depthLeft)
    {
        var name = NodeName.ToLowerInvariant();
        var builder = new StringBuilder().Append('<').Append(name);
        foreach (var (key, value) in _attributes.All().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            builder.Append(' ').Append(key).Append("=\"").Append(Spell(value)).Append('"');
        return builder.Append('>').Append(base.ToMarkup(depthLeft)).Append("</").Append(name).Append('>').ToString();
    }

    internal override SharedType CloneWithin(int depthLeft)
    {
        RequireDoc();
        var clone = new YXmlElement(NodeName, CloneChildren(depthLeft));
        foreach (var (key, value) in _attributes.All())
            clone.SetAttribute(key, value);
        return clone;
    }

    internal override void OnIntegrated()
    {
        base.OnIntegrated();
        _attributes.OnIntegrated();
    }
}
