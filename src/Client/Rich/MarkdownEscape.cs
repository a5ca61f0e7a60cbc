using System.Buffers;
using System.Text;

namespace Tacit.Client.Rich;

/// <summary>Makes characters stand for themselves in Markdown.</summary>
internal static class MarkdownEscape
{
    private static readonly SearchValues<char> NotInAddress = SearchValues.Create(" <>\\|&\n\r\t\0");

    private static readonly SearchValues<char> EntitySigns =
        SearchValues.Create("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Text within a line. What matters only at the start of one is left to
    /// <see cref="LineStarts"/>.</summary>
    public static string Text(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (IsSign(text, at))
                escaped.Append('\\');
            escaped.Append(c switch
            {
                '\0' => '\ufffd',
                '\n' or '\r' or '\t' or '\v' or '\f' => ' ',
                _ => c,
            });
        }

        return escaped.ToString();
    }

    /// <summary>Makes sure that no line reads as the start of a list, a heading, a quotation or the like.</summary>
    public static string LineStarts(string lines) =>
        string.Join('\n', lines.Split('\n').Select(LineStart));

    /// <summary>Code within a line.</summary>
    public static string Code(string text)
    {
        var line = text.Replace('\n', ' ').Replace('\r', ' ').Replace('\0', '\ufffd');
        if (line.Length == 0)
            return line;
        var fence = new string('`', LongestRun(line, '`') + 1);
        var losesSpaces = line[0] == ' ' && line[^1] == ' ' && line.Trim(' ').Length > 0;
        var needsSpace = line[0] == '`' || line[^1] == '`' || losesSpaces;
        var space = needsSpace ? " " : string.Empty;
        return $"{fence}{space}{line}{space}{fence}";
    }

    /// <summary>Where a link leads.</summary>
    public static string Address(string address)
    {
        var escaped = new StringBuilder(address.Length);
        for (var at = 0; at < address.Length; at++)
        {
            var c = address[at];
            escaped.Append(c switch
            {
                '<' => "%3C",
                '>' => "%3E",
                '\\' => "%5C",
                '|' => "%7C",
                '`' => "%60",
                '(' or ')' => $"\\{c}",
                '&' when IsEntity(address.AsSpan(at + 1)) => "&amp;",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>Whether an address can stand between angle brackets as it is.</summary>
    public static bool IsAddress(string text) =>
        (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal))
        && !text.AsSpan().ContainsAny(NotInAddress);

    /// <summary>The title of a link, with the space before it; nothing without one.</summary>
    public static string Title(string title) => title.Length == 0
        ? string.Empty
        : $" \"{Text(title).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>How often a character comes in a row, at most.</summary>
    public static int LongestRun(string text, char wanted)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
            longest = Math.Max(longest, run = c == wanted ? run + 1 : 0);
        return longest;
    }

    private static string LineStart(string line)
    {
        var rest = line.TrimStart(' ');
        if (rest.Length == 0)
            return rest;
        if (rest[0] is '#' or '>' or '+' or '-' or '=' || rest.StartsWith(":-", StringComparison.Ordinal))
            return "\\" + rest;
        var digits = rest.TakeWhile(char.IsAsciiDigit).Count();
        var isNumbered = digits is > 0 and < 10 && digits < rest.Length && rest[digits] is '.' or ')'
            && (digits + 1 == rest.Length || rest[digits + 1] == ' ');
        return isNumbered ? rest.Insert(digits, "\\") : rest;
    }

    private static bool IsSign(string text, int at) => text[at] switch
    {
        '\\' or '`' or '*' or '[' or ']' or '<' or '~' or '|' => true,
        '_' => !IsWithinWord(text, at),
        '&' => IsEntity(text.AsSpan(at + 1)),
        // What looks like an address would become a link, and take the signs behind it with it.
        ':' => text.AsSpan(at).StartsWith("://", StringComparison.Ordinal),
        '.' => text.AsSpan(0, at).EndsWith("www", StringComparison.OrdinalIgnoreCase),
        '@' => true,
        _ => false,
    };

    private static bool IsWithinWord(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]);

    private static bool IsEntity(ReadOnlySpan<char> after)
    {
        var end = after.IndexOf(';');
        return end is > 0 and < 40 && !after[..end].ContainsAnyExcept(EntitySigns);
    }
}
