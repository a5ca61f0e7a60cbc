using System.Collections;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// Named values, shared types and sub-documents. Of two set at once under one name, one wins for all.
/// </summary>
public sealed class YMap : SharedType, IEnumerable<KeyValuePair<string, Any>>
{
    private readonly MapPart _entries;

    /// <summary>An empty map, to be filled and put into a document.</summary>
    public YMap()
        : this(new Branch(BranchKind.Map))
    {
    }

    internal YMap(Branch branch)
        : base(branch) => _entries = new MapPart(branch);

    /// <summary>How many names have a value.</summary>
    public int Count => _entries.All().Count();

    /// <summary>The names that have a value.</summary>
    public IEnumerable<string> Keys => _entries.All().Select(pair => pair.Key);

    /// <summary>The value under a name, <see cref="Any.Undefined"/> when there is none; setting replaces.</summary>
    public Any this[string key]
    {
        get => _entries.Get(key);
        set => _entries.Set(key, value);
    }

    /// <summary>Whether there is a value, null included, under the name.</summary>
    public bool ContainsKey(string key) => _entries.Has(key);

    /// <summary>The value under a name at a snapshot.</summary>
    public Any Get(string key, Snapshot snapshot) => MapEditing.Get(Branch, key, snapshot);

    /// <summary>Deletes the value under a name, if there is one.</summary>
    public void Delete(string key) => _entries.Delete(key);

    /// <summary>Deletes all values in one transaction.</summary>
    public void Clear() => Edit(_ =>
    {
        foreach (var key in Keys.ToArray())
            _entries.Delete(key);
    });

    /// <summary>A copy, deep, that is in no document.</summary>
    /// <exception cref="InvalidOperationException">This is in no document itself.</exception>
    public YMap Clone() => (YMap)CloneWithin(NestingMax);

    /// <summary>The entries as they are now.</summary>
    public IEnumerator<KeyValuePair<string, Any>> GetEnumerator() => _entries.All().ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds or replaces, for initializers.</summary>
    public void Add(string key, Any value) => this[key] = value;

    /// <summary>The map as JSON.</summary>
    public override string ToString() => ToJson().ToString();

    internal override Any ToJson(int depthLeft)
    {
        var json = new AnyObject();
        foreach (var (key, value) in _entries.All())
            json[key] = ToJson(value, depthLeft);
        return json;
    }

    internal override SharedType CloneWithin(int depthLeft)
    {
        RequireDoc();
        var clone = new YMap();
        foreach (var (key, value) in _entries.All())
            clone[key] = Clone(value, depthLeft);
        return clone;
    }

    internal override void OnIntegrated() => _entries.OnIntegrated();
}
