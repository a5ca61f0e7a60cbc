namespace Tacit.Crdt.Structs;

/// <summary>Who wants to hear of changes to a type, or to anything within it. Most types have nobody.</summary>
internal sealed class Observers
{
    private List<Action<TypeEvent>>? _own;
    private List<Action<IReadOnlyList<TypeEvent>>>? _deep;

    public bool HasOwn => _own is { Count: > 0 };

    public bool HasDeep => _deep is { Count: > 0 };

    // Copied on each call, since a handler may unsubscribe.
    public IEnumerable<Action<TypeEvent>> Own => _own?.ToArray() ?? [];

    public IEnumerable<Action<IReadOnlyList<TypeEvent>>> Deep => _deep?.ToArray() ?? [];

    public void Add(Action<TypeEvent> handler) => (_own ??= []).Add(handler);

    public void Add(Action<IReadOnlyList<TypeEvent>> handler) => (_deep ??= []).Add(handler);

    public bool Remove(Action<TypeEvent> handler) => _own?.Remove(handler) == true;

    public bool Remove(Action<IReadOnlyList<TypeEvent>> handler) => _deep?.Remove(handler) == true;
}
