namespace Tacit.Crdt.Structs;

/// <summary>Attributes in force at some place in a text, in the order in which they began. There are few.</summary>
internal sealed class FormatMap
{
    private readonly List<KeyValuePair<string, Any>> _entries;

    public FormatMap() => _entries = [];

    public FormatMap(FormatMap other) => _entries = [.. other._entries];

    public int Count => _entries.Count;

    public IReadOnlyList<KeyValuePair<string, Any>> Entries => _entries;

    /// <summary>The value, or null when there is none: an absent attribute and one set to null are the same.</summary>
    public Any ValueOrNull(string key)
    {
        var place = Find(key);
        return place < 0 || _entries[place].Value.IsUndefined ? Any.Null : _entries[place].Value;
    }

    public bool TryGet(string key, out Any value)
    {
        var place = Find(key);
        value = place < 0 ? Any.Undefined : _entries[place].Value;
        return place >= 0;
    }

    public void Set(string key, Any value)
    {
        var entry = KeyValuePair.Create(key, value);
        var place = Find(key);
        if (place < 0)
            _entries.Add(entry);
        else
            _entries[place] = entry;
    }

    public void Remove(string key)
    {
        var place = Find(key);
        if (place >= 0)
            _entries.RemoveAt(place);
    }

    /// <summary>What a marker does to what is in force.</summary>
    public void Apply(FormatContent format)
    {
        if (format.Value.IsNull)
            Remove(format.Key);
        else
            Set(format.Key, format.Value);
    }

    public AnyObject ToObject()
    {
        var made = new AnyObject();
        foreach (var (key, value) in _entries)
            made[key] = value;
        return made;
    }

    /// <summary>
    /// How Yjs compares attribute values: objects by their members, but members that are objects only by identity.
    /// </summary>
    public static bool AreEqual(Any left, Any right)
    {
        if (left.IsSameAs(right))
            return true;
        if (left.AsObject is { } a && right.AsObject is { } b)
        {
            return a.Count == b.Count
                && a.All(pair => b.TryGetValue(pair.Key, out var theirs) && pair.Value.IsSameAs(theirs));
        }
        if (left.RawArray is { } x && right.RawArray is { } y)
            return x.Length == y.Length && x.Zip(y).All(pair => pair.First.IsSameAs(pair.Second));
        return false;
    }

    private int Find(string key)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (string.Equals(_entries[i].Key, key, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }
}
