namespace Tacit.Cli;

/// <summary>What one stretch of a text became. Cut at whole characters.</summary>
/// <param name="At">Where it begins, 0-based in UTF-16 units.</param>
/// <param name="Deleted">What stood there.</param>
/// <param name="Inserted">What stands there now.</param>
internal sealed record TextDiff(int At, string Deleted, string Inserted)
{
    /// <summary>Whether both texts are the same.</summary>
    public bool IsEmpty => Deleted.Length == 0 && Inserted.Length == 0;

    /// <summary>The smallest stretch that holds all that differs.</summary>
    public static TextDiff Between(string before, string after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        if (start > 0 && char.IsHighSurrogate(before[start - 1]))
            start--;
        var end = 0;
        var endMax = Math.Min(before.Length, after.Length) - start;
        while (end < endMax && before[^(end + 1)] == after[^(end + 1)])
            end++;
        if (end > 0 && char.IsLowSurrogate(before[^end]))
            end--;
        return new(start, before[start..^end], after[start..^end]);
    }
}
