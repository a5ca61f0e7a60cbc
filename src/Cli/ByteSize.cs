using System.Globalization;

namespace Tacit.Cli;

/// <summary>Sizes as people write them: 1048576, 1MiB, 1.5GB.</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
    ];

    /// <summary>Reads a size in bytes, from 0.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static long Read(string text)
    {
        var (suffix, bytes) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        var number = text[..^suffix.Length].Trim();
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * bytes < long.MaxValue)
        {
            return (long)(count * bytes);
        }

        throw new UsageException($"{text}: this is no size", "for example 500MiB, 1GiB or 0");
    }

    /// <summary>Writes a size for people.</summary>
    public static string Write(long bytes)
    {
        var (suffix, unit) = bytes switch
        {
            < 1L << 10 => ("B", 1L),
            < 1L << 20 => ("KiB", 1L << 10),
            < 1L << 30 => ("MiB", 1L << 20),
            _ => ("GiB", 1L << 30),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / unit:0.#} {suffix}");
    }
}
