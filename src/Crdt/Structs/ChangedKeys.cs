namespace Tacit.Crdt.Structs;

/// <summary>What changed in one type during a transaction: its list, and which of its keys.</summary>
internal sealed class ChangedKeys(int order)
{
    private HashSet<string>? _keys;

    /// <summary>Which of the transaction's types changed when: a table whose entries are removed and added again does
    /// not keep their order, and events have one.</summary>
    public int Order { get; } = order;

    /// <summary>Whether items of the list were added or deleted.</summary>
    public bool List { get; private set; }

    /// <summary>In the order of their first change.</summary>
    public IReadOnlyCollection<string> Keys => _keys is null ? [] : _keys;

    public void Add(string? key)
    {
        if (key is null)
            List = true;
        else
            (_keys ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);
    }
}
