namespace Tacit.Crdt;

/// <summary>
/// What a single message from outside may ask for. Everything a decoder allocates is compared with one of these
/// first. The defaults allow documents far beyond what an editor can show; a service with many tenants lowers them.
/// </summary>
public sealed record DecodeLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static DecodeLimits Default { get; } = new();

    /// <summary>Bytes of one update, snapshot or message.</summary>
    public int SizeMax { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// Structs in one update. The size does not bound them: run lengths in version 2 describe any number of equal
    /// structs in a few bytes, and honest documents use that.
    /// </summary>
    public int StructsMax { get; init; } = 8_000_000;

    /// <summary>Levels of arrays and objects within one value. The value is read by recursion, so this bounds the
    /// stack; no editor nests its attributes a tenth as deep.</summary>
    public int ValueDepthMax { get; init; } = 128;

    /// <summary>Ids and clocks end here, because they are JavaScript numbers on the other side.</summary>
    internal const long IntegerMax = (1L << 53) - 1;
}
