using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>A named map within XML, for what an application draws itself.</summary>
public sealed class YXmlHook : SharedType
{
    private readonly MapPart _entries;

    /// <summary>An empty hook, to be put into a document.</summary>
    public YXmlHook(string hookName)
        : this(new Branch(BranchKind.XmlHook, hookName))
    {
    }

    internal YXmlHook(Branch branch)
        : base(branch) => _entries = new MapPart(branch);

    /// <summary>Which hook this is.</summary>
    public string HookName => Branch.Name;

    /// <summary>The entries that have a value.</summary>
    public IEnumerable<KeyValuePair<string, Any>> Entries => _entries.All();

    /// <summary>The value under a name, <see cref="Any.Undefined"/> when there is none; setting replaces.</summary>
    public Any this[string key]
    {
        get => _entries.Get(key);
        set => _entries.Set(key, value);
    }

    /// <summary>Deletes the value under a name, if there is one.</summary>
    public void Delete(string key) => _entries.Delete(key);

    /// <summary>What JavaScript makes of an object without a text of its own.</summary>
    public override string ToString() => "[object Object]";

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
        var clone = new YXmlHook(HookName);
        foreach (var (key, value) in _entries.All())
            clone[key] = value;
        return clone;
    }

    internal override void OnIntegrated() => _entries.OnIntegrated();
}
