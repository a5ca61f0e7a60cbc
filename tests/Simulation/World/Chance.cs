namespace Tacit.Simulation.World;

/// <summary>
/// All that is random in a run: SplitMix64, so that a seed gives the same run on every machine and every version of the
/// platform. Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            return Hash.Mix(_state);
        }
    }

    /// <summary>From 0 to below a limit.</summary>
    public int Next(int limit) => (int)(((UInt128)Next() * (uint)limit) >> 64);

    /// <summary>From one number to below another.</summary>
    public int Next(int from, int to) => from + Next(to - from);

    /// <summary>True once in so many times, on average.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    /// <summary>A time between two.</summary>
    public TimeSpan Between(TimeSpan from, TimeSpan to) =>
        from + TimeSpan.FromTicks((long)(((UInt128)Next() * (ulong)(to - from).Ticks) >> 64));

    /// <summary>A time between two, in milliseconds.</summary>
    public TimeSpan Ms(double from, double to) =>
        Between(TimeSpan.FromMilliseconds(from), TimeSpan.FromMilliseconds(to));

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> all) => all[Next(all.Count)];

    /// <summary>Fills a buffer.</summary>
    public void Fill(Span<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
            bytes[at] = (byte)(Next() >> 56);
    }

    /// <summary>A source of its own, which does not disturb this one.</summary>
    public Chance Fork() => new(Next());
}
