namespace Tacit.Client.Rich;

/// <summary>
/// Which addresses a reader of an export may be led to. Anything else could run in the reader's browser.
/// </summary>
internal static class SafeLink
{
    private static readonly string[] Schemes = ["http", "https", "mailto", "tel", "tacit-blob"];

    /// <summary>The address as it is, or null for one of another scheme.</summary>
    public static string? Of(string address)
    {
        // Browsers leave out what cannot be seen before they look for the scheme.
        var seen = string.Concat(address.Where(c => c > ' ' && c != '\x7f'));
        var end = seen.AsSpan().IndexOfAny(":/?#");
        var hasScheme = end >= 0 && seen[end] == ':';
        return seen.Length > 0 && (!hasScheme || Schemes.Contains(seen[..end], StringComparer.OrdinalIgnoreCase))
            ? seen
            : null;
    }
}
