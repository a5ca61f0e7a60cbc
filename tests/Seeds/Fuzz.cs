using System.Globalization;

namespace Tacit.Seeds;

/// <summary>
/// Random runs that can be run again: a failure names its seed, and TACIT_SEED=n runs that one alone.
/// </summary>
internal static class Fuzz
{
    public static void Run(int runs, Action<Random> run)
    {
        var only = Environment.GetEnvironmentVariable("TACIT_SEED");
        var first = only is null ? 1 : int.Parse(only, CultureInfo.InvariantCulture);
        for (var seed = first; seed < first + (only is null ? runs : 1); seed++)
        {
            try
            {
                run(new Random(seed));
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"failed with TACIT_SEED={seed}: {fault.Message}", fault);
            }
        }
    }

    /// <summary>The same, for runs that wait. TACIT_SEEDS=n makes n runs.</summary>
    public static async Task RunAsync(int runs, Func<Random, Task> run)
    {
        if (Number("TACIT_SEED") is { } only)
        {
            await run(new Random(only));
            return;
        }

        runs = Number("TACIT_SEEDS") ?? runs;
        for (var seed = 1; seed <= runs; seed++)
        {
            try
            {
                await run(new Random(seed));
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"failed with TACIT_SEED={seed}: {fault.Message}", fault);
            }
        }
    }

    public static byte[] Bytes(this Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The bytes with one of them changed, cut off, or followed by more.</summary>
    public static byte[] Damage(this Random random, byte[] bytes)
    {
        switch (random.Next(3))
        {
            case 0 when bytes.Length > 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                return [.. bytes, .. random.Bytes(random.Next(1, 8))];
            default:
                var changed = bytes.ToArray();
                if (changed.Length > 0)
                    changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
                return changed;
        }
    }

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
