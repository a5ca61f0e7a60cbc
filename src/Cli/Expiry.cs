using System.Globalization;

namespace Tacit.Cli;

/// <summary>When something ends, as people write it: after a time (<c>7d</c>), or at one.</summary>
internal static class Expiry
{
    private const string Hint = "for example 12h, 7d or 2027-01-31T12:00Z";

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It is none, or over.</exception>
    public static DateTimeOffset Read(string text, DateTimeOffset now)
    {
        var ends = After(text, now) ?? At(text) ?? throw new UsageException($"--expires {text}: this is no time", Hint);
        return ends > now ? ends : throw new UsageException($"--expires {text}: this is over", Hint);
    }

    private static DateTimeOffset? After(string text, DateTimeOffset now)
    {
        TimeSpan? unit = text.Length < 2 ? null : text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            _ => null,
        };
        var isCounted = int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        if (unit is not { } one || !isCounted)
            return null;
        return count <= (DateTimeOffset.MaxValue - now) / one ? now + (count * one) : null;
    }

    private static DateTimeOffset? At(string text) => DateTimeOffset.TryParse(
        text,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var at)
        ? at
        : null;
}
