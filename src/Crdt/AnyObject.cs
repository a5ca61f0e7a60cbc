using System.Collections;

namespace Tacit.Crdt;

/// <summary>
/// Named values in JavaScript's order: names that are whole numbers first, ascending, then the others as they came.
/// That is the order in which every Yjs peer writes them, so the same object gives the same bytes everywhere.
/// Fill it with an initializer, then leave it alone: once it is in a document it must not change.
/// </summary>
public sealed class AnyObject : IReadOnlyCollection<KeyValuePair<string, Any>>, IEquatable<AnyObject>
{
    // Objects in documents have a handful of names; from here on a table pays for itself.
    private const int LinearMax = 12;

    private readonly List<KeyValuePair<string, Any>> _entries = [];
    private Dictionary<string, int>? _places;

    /// <summary>How many names there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The names in order.</summary>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <summary>
    /// The value under a name, <see cref="Any.Undefined"/> when there is none; setting adds or replaces.
    /// </summary>
    public Any this[string key]
    {
        get => TryGetValue(key, out var value) ? value : Any.Undefined;
        set => Set(key, value);
    }

    /// <summary>Whether there is a value under the name.</summary>
    public bool TryGetValue(string key, out Any value)
    {
        var place = Find(key);
        value = place < 0 ? default : _entries[place].Value;
        return place >= 0;
    }

    /// <summary>Whether the name is there, with whatever value.</summary>
    public bool ContainsKey(string key) => Find(key) >= 0;

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, Any>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Equal when both have the same names with equal values, in whatever order.</summary>
    public bool Equals(AnyObject? other)
    {
        if (other is null || other.Count != Count)
            return false;
        foreach (var (key, value) in _entries)
        {
            if (!other.TryGetValue(key, out var theirs) || !value.Equals(theirs))
                return false;
        }
        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AnyObject);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(AnyKind.Object, Count);

    /// <summary>The object as JSON.</summary>
    public override string ToString() => Coding.JsonText.Write(this);

    /// <summary>
    /// Builds an object from the pairs of a message in one go: of equal names the last value counts, at the first
    /// one's place. Setting them one by one would cost the square of their number when they are numbered backwards.
    /// </summary>
    internal static AnyObject FromPairs(List<KeyValuePair<string, Any>> pairs)
    {
        var made = new AnyObject();
        var numbered = new SortedDictionary<uint, KeyValuePair<string, Any>>();
        var named = new Dictionary<string, int>(StringComparer.Ordinal);
        var others = new List<KeyValuePair<string, Any>>(pairs.Count);
        foreach (var pair in pairs)
        {
            if (TryIndex(pair.Key, out var index))
            {
                numbered[index] = pair;
            }
            else if (named.TryGetValue(pair.Key, out var place))
            {
                others[place] = pair;
            }
            else
            {
                named.Add(pair.Key, others.Count);
                others.Add(pair);
            }
        }
        made._entries.AddRange(numbered.Values);
        made._entries.AddRange(others);
        return made;
    }

    internal KeyValuePair<string, Any> At(int place) => _entries[place];

    internal bool Remove(string key)
    {
        var place = Find(key);
        if (place < 0)
            return false;
        _entries.RemoveAt(place);
        _places = null;
        return true;
    }

    private void Set(string key, Any value)
    {
        var entry = KeyValuePair.Create(key, value);
        var place = Find(key);
        if (place >= 0)
        {
            _entries[place] = entry;
            return;
        }
        if (TryIndex(key, out var index))
        {
            InsertIndex(entry, index);
            return;
        }
        _entries.Add(entry);
        _places?.Add(key, _entries.Count - 1);
    }

    private void InsertIndex(KeyValuePair<string, Any> entry, uint index)
    {
        var place = 0;
        // From the end of the numbered names: they nearly always come in order.
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (TryIndex(_entries[i].Key, out var other) && other < index)
            {
                place = i + 1;
                break;
            }
        }
        var atEnd = place == _entries.Count;
        _entries.Insert(place, entry);
        if (atEnd)
            _places?.Add(entry.Key, place);
        else
            _places = null;
    }

    private int Find(string key)
    {
        if (_entries.Count > LinearMax)
        {
            _places ??= _entries.Index()
                .ToDictionary(pair => pair.Item.Key, pair => pair.Index, StringComparer.Ordinal);
            return _places.TryGetValue(key, out var place) ? place : -1;
        }
        for (var i = 0; i < _entries.Count; i++)
        {
            if (string.Equals(_entries[i].Key, key, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    /// <summary>ECMAScript's array index: the canonical spelling of 0 to 2^32 - 2.</summary>
    private static bool TryIndex(string key, out uint index)
    {
        index = 0;
        if (key.Length is 0 or > 10 || (key[0] == '0' && key.Length > 1))
            return false;
        ulong value = 0;
        foreach (var c in key)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = (value * 10) + (ulong)(c - '0');
        }
        if (value >= uint.MaxValue)
            return false;
        index = (uint)value;
        return true;
    }
}
