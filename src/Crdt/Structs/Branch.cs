namespace Tacit.Crdt.Structs;

/// <summary>
/// The inside of a shared type: a linked list of items, and for each key a chain of items of which the last counts.
/// The public types are views of it, made when somebody asks, so that loading a document creates only these.
/// </summary>
internal sealed class Branch(BranchKind kind, string name = "")
{
    private SharedType? _shared;

    public BranchKind Kind { get; private set; } = kind;

    /// <summary>The element or hook name.</summary>
    public string Name { get; } = name;

    /// <summary>The name in the document, of a root type only.</summary>
    public string RootName { get; init; } = string.Empty;

    /// <summary>The item that holds this type, null for a root type or one that is not in a document.</summary>
    public Item? Item { get; private set; }

    public Doc? Doc { get; private set; }

    /// <summary>First item of the list, deleted or not.</summary>
    public Item? Start { get; set; }

    /// <summary>For each key the last item of its chain, deleted or not.</summary>
    public Dictionary<string, Item> Map { get; private set; } = Empty;

    /// <summary>Elements in the list that are countable and not deleted.</summary>
    public long Length { get; set; }

    /// <summary>Null where positions are found by walking: maps, XML nodes, and text with formats.</summary>
    public SearchMarkers? Markers { get; set; } = MarkersFor(kind);

    public bool HasFormatting { get; set; }

    public Observers Observers { get; } = new();

    public bool IsDeleted => Item is { IsDeleted: true };

    /// <summary>The public view, made on first use.</summary>
    public SharedType Shared => _shared ??= SharedType.For(this);

    private static Dictionary<string, Item> Empty { get; } = [];

    /// <summary>Ties a type that a program made to its branch.</summary>
    public void Own(SharedType shared) => _shared = shared;

    /// <summary>Gives an unknown root type its kind, once somebody has asked for it.</summary>
    public void Become(BranchKind kind)
    {
        Kind = kind;
        Markers = HasFormatting ? null : MarkersFor(kind);
        _shared = null;
    }

    public void Integrate(Doc doc, Item? item)
    {
        Doc = doc;
        Item = item;
        _shared?.OnIntegrated();
    }

    public Item? MapItem(string key) => Map.GetValueOrDefault(key);

    public void SetMapItem(string key, Item item)
    {
        if (ReferenceEquals(Map, Empty))
            Map = new Dictionary<string, Item>(StringComparer.Ordinal);
        Map[key] = item;
    }

    /// <summary>Forgets all content, which the caller has turned into <see cref="Gc"/> structs.</summary>
    public void Forget()
    {
        Start = null;
        Map = Empty;
    }

    private static SearchMarkers? MarkersFor(BranchKind kind) =>
        kind is BranchKind.Array or BranchKind.Text or BranchKind.XmlText ? new SearchMarkers() : null;
}
