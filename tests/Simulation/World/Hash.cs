namespace Tacit.Simulation.World;

/// <summary>Tells runs apart: equal traces have equal hashes, on every machine.</summary>
internal static class Hash
{
    /// <summary>Changes half of the bits for each bit that changes: the finalizer of SplitMix64.</summary>
    public static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }

    /// <summary>A hash and one more number.</summary>
    public static ulong Add(ulong hash, ulong number) => unchecked(Mix(hash * 31 + number));

    /// <summary>A hash and some bytes.</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
            hash = unchecked((hash ^ one) * 0x100000001B3);
        return Mix(hash);
    }

    /// <summary>A hash and a text.</summary>
    public static ulong Add(ulong hash, string text)
    {
        foreach (var one in text)
            hash = unchecked((hash ^ one) * 0x100000001B3);
        return Mix(hash);
    }
}
