using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tacit.Server.Metrics;

/// <summary>One line of a metrics page.</summary>
/// <param name="Name">Such as <c>tacit_front_connections</c>.</param>
/// <param name="Labels">Such as <c>role</c> and <c>node</c>; may be empty.</param>
/// <param name="Value">The number.</param>
public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The label's value; empty if there is none.</summary>
    public string this[string label] => Labels.GetValueOrDefault(label, "");

    /// <summary>
    /// Reads a page in the Prometheus text format, as <see cref="MetricsPage"/> and others write it. Lines that are no
    /// samples are passed over: a page comes from elsewhere, and a newer node may say more.
    /// </summary>
    public static IReadOnlyList<Sample> ReadPage(string page)
    {
        var samples = new List<Sample>();
        foreach (var line in page.AsSpan().EnumerateLines())
        {
            if (TryRead(line, out var sample))
                samples.Add(sample);
        }

        return samples;
    }

    private static bool TryRead(ReadOnlySpan<char> line, [NotNullWhen(true)] out Sample? sample)
    {
        sample = null;
        var nameEnd = line.IndexOfAny('{', ' ');
        if (nameEnd <= 0 || line[0] == '#')
            return false;
        var labels = new Dictionary<string, string>();
        var rest = line[nameEnd..];
        if (rest[0] == '{' && !TryReadLabels(ref rest, labels))
            return false;
        rest = rest.Trim();
        var number = rest.IndexOf(' ') is > 0 and var end ? rest[..end] : rest;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return false;
        sample = new(line[..nameEnd].ToString(), labels, value);
        return true;
    }

    // {name="value",name="value"}, where a backslash in a value keeps the quote behind it from ending it.
    private static bool TryReadLabels(ref ReadOnlySpan<char> rest, Dictionary<string, string> labels)
    {
        rest = rest[1..];
        while (!rest.StartsWith("}"))
        {
            var equals = rest.IndexOf("=\"");
            if (equals < 0)
                return false;
            var name = rest[..equals].Trim(", ");
            rest = rest[(equals + 2)..];
            var end = 0;
            while (end < rest.Length && rest[end] != '"')
                end += rest[end] == '\\' ? 2 : 1;
            if (end >= rest.Length)
                return false;
            labels[name.ToString()] = Unescape(rest[..end].ToString());
            rest = rest[(end + 1)..];
        }

        rest = rest[1..];
        return true;
    }

    private static string Unescape(string value) => !value.Contains('\\')
        ? value
        : value.Replace(@"\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace(@"\\", @"\", StringComparison.Ordinal);
}
