using System.Globalization;
using System.Text;

namespace Tacit.Seal;

/// <summary>
/// The composed normal form of Unicode (UAX #15), so that a password gives the same secret however it was typed. The
/// platform normalizes only where it finds ICU, which this build does without (InvariantGlobalization). The table
/// nfc.txt is made by web/packages/client/scripts/nfc-table.ts, which says how to read it.
/// </summary>
internal static class Nfc
{
    // Hangul syllables follow from arithmetic: The Unicode Standard, §3.12.
    private const int SyllableFirst = 0xAC00;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int TailBefore = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    private static readonly Lazy<Table> Data = new(Table.Read);

    /// <summary>The composed form. Text below U+0300 is its own.</summary>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\u02FF') < 0)
            return text;
        var table = Data.Value;
        var codes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, table, codes);
        Order(codes, table);
        var composed = new StringBuilder(text.Length);
        foreach (var code in Compose(codes, table))
            composed.Append(char.ConvertFromUtf32(code));
        return composed.ToString();
    }

    private static void Decompose(int code, Table table, List<int> codes)
    {
        var syllable = code - SyllableFirst;
        if (syllable is >= 0 and < SyllableCount)
        {
            codes.Add(LeadFirst + (syllable / (VowelCount * TailCount)));
            codes.Add(VowelFirst + (syllable / TailCount % VowelCount));
            if (syllable % TailCount > 0)
                codes.Add(TailBefore + (syllable % TailCount));
        }
        else if (table.Wholes.TryGetValue(code, out var whole))
        {
            codes.AddRange(whole);
        }
        else
        {
            codes.Add(code);
        }
    }

    // Marks between two characters without a class are brought into the order of their classes; equals keep theirs.
    private static void Order(List<int> codes, Table table)
    {
        for (var at = 1; at < codes.Count; at++)
        {
            var own = table.ClassOf(codes[at]);
            for (var to = at; own > 0 && to > 0 && table.ClassOf(codes[to - 1]) > own; to--)
                (codes[to - 1], codes[to]) = (codes[to], codes[to - 1]);
        }
    }

    private static List<int> Compose(List<int> codes, Table table)
    {
        var composed = new List<int>(codes.Count);
        var (starter, before) = (-1, 0);
        foreach (var code in codes)
        {
            var own = table.ClassOf(code);

            // A mark of the same class, or anything between two starters, keeps them apart.
            var isNext = starter == composed.Count - 1;
            if (starter >= 0 && (isNext || before < own) && Joined(composed[starter], code, table) is { } joined)
            {
                composed[starter] = joined;
                continue;
            }

            (starter, before) = own == 0 ? (composed.Count, 0) : (starter, own);
            composed.Add(code);
        }

        return composed;
    }

    private static int? Joined(int first, int second, Table table)
    {
        var (lead, vowel) = (first - LeadFirst, second - VowelFirst);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return SyllableFirst + (((lead * VowelCount) + vowel) * TailCount);
        var (syllable, tail) = (first - SyllableFirst, second - TailBefore);
        if (syllable is >= 0 and < SyllableCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
            return first + tail;
        return table.Joined.TryGetValue((first, second), out var joined) ? joined : null;
    }

    private sealed class Table
    {
        private readonly Dictionary<int, int> _classes = [];

        public Dictionary<int, int[]> Wholes { get; } = [];

        public Dictionary<(int First, int Second), int> Joined { get; } = [];

        public int ClassOf(int code) => _classes.GetValueOrDefault(code);

        public static Table Read()
        {
            var table = new Table();
            using var stream = typeof(Nfc).Assembly.GetManifestResourceStream("nfc.txt")
                ?? throw new InvalidOperationException("The build lacks nfc.txt.");
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var composites = new List<(int Code, int[] Whole)>();
            while (reader.ReadLine() is { } line)
            {
                var equals = line.IndexOf('=', StringComparison.Ordinal);
                var code = Hex(line[2..equals]);
                if (line[0] == 'c')
                {
                    table._classes.Add(code, int.Parse(line[(equals + 1)..], CultureInfo.InvariantCulture));
                    continue;
                }

                int[] whole = [.. line[(equals + 1)..].Split(' ').Select(Hex)];
                table.Wholes.Add(code, whole);
                if (line[0] == 'p')
                    composites.Add((code, whole));
            }

            // The shorter first: what the last character joins is a composite of those before it.
            foreach (var (code, whole) in composites.OrderBy(one => one.Whole.Length))
            {
                var before = whole[..^1].Aggregate((first, next) => table.Joined[(first, next)]);
                table.Joined.Add((before, whole[^1]), code);
            }

            return table;
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
