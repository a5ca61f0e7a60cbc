namespace Tacit.Crdt.Structs;

/// <summary>The keys of a type, which can be set before it is in a document and go in when it does.</summary>
internal sealed class MapPart(Branch branch)
{
    private List<KeyValuePair<string, Any>>? _unintegrated;

    private bool IsIntegrated => branch.Doc is not null;

    public IEnumerable<KeyValuePair<string, Any>> All() =>
        IsIntegrated ? MapEditing.Entries(branch) : _unintegrated ?? [];

    public Any Get(string key) => IsIntegrated
        ? MapEditing.Get(branch, key)
        : All().FirstOrDefault(pair => pair.Key == key).Value;

    public bool Has(string key) => IsIntegrated ? MapEditing.Has(branch, key) : All().Any(pair => pair.Key == key);

    public void Set(string key, Any value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (branch.Doc is { } doc)
        {
            doc.Transact(transaction => MapEditing.Set(transaction, branch, key, value));
            return;
        }
        _unintegrated ??= [];
        var place = _unintegrated.FindIndex(pair => pair.Key == key);
        if (place < 0)
            _unintegrated.Add(KeyValuePair.Create(key, value));
        else
            _unintegrated[place] = KeyValuePair.Create(key, value);
    }

    public void Delete(string key)
    {
        if (branch.Doc is { } doc)
            doc.Transact(transaction => MapEditing.Delete(transaction, branch, key));
        else
            _unintegrated?.RemoveAll(pair => pair.Key == key);
    }

    public void OnIntegrated()
    {
        if (_unintegrated is not { } entries)
            return;
        _unintegrated = null;
        foreach (var (key, value) in entries)
            Set(key, value);
    }
}
