namespace Tacit.Crdt.Structs;

/// <summary>The structs of one client in one update, by ascending clock, and how far they have been used.</summary>
internal sealed class StructQueue(long client, List<Struct> structs)
{
    public long Client { get; } = client;

    public List<Struct> Structs { get; private set; } = structs;

    /// <summary>Index of the first struct not taken.</summary>
    public int Position { get; private set; }

    public bool IsEmpty => Position >= Structs.Count;

    public Struct Current => Structs[Position];

    public Struct Take() => Structs[Position++];

    /// <summary>Puts the struct taken last back, and gives away all that are left.</summary>
    public List<Struct> TakeRestWithLast()
    {
        var rest = Structs[(Position - 1)..];
        Structs = [];
        Position = 0;
        return rest;
    }
}
