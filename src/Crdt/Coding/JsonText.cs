using System.Globalization;
using System.Text;

namespace Tacit.Crdt.Coding;

/// <summary>
/// Writes values as JavaScript's <c>JSON.stringify</c> does, to the character: version 1 of the update format
/// carries embeds and attributes as such text, and peers compare bytes. The platform's writer spells numbers and
/// escapes differently.
/// </summary>
internal static class JsonText
{
    /// <summary>Values whose own text would be absent (undefined) are written as null.</summary>
    public static string Write(Any value)
    {
        if (value.AsString is { } text && !NeedsEscape(text))
            return $"\"{text}\"";
        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    /// <summary>A number as JavaScript spells it: shortest digits, exponents from 1e21 and below 1e-6.</summary>
    public static string Spell(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0)
            return "0";
        if (double.IsInteger(number) && Math.Abs(number) < 1e15)
            return ((long)number).ToString(CultureInfo.InvariantCulture);

        // The platform finds the same shortest digits; only their layout differs.
        var plain = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        return (number < 0 ? "-" : string.Empty) + Layout(Digits(plain), ExponentOf(plain) + 1);
    }

    private static string Layout(string digits, int point)
    {
        if (point is > 0 and <= 21)
        {
            return digits.Length <= point
                ? digits.PadRight(point, '0')
                : $"{digits[..point]}.{digits[point..]}";
        }
        if (point is > -6 and <= 0)
            return $"0.{new string('0', -point)}{digits}";
        var exponent = point - 1;
        var sign = exponent < 0 ? "-" : "+";
        var mantissa = digits.Length == 1 ? digits : $"{digits[..1]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{sign}{Math.Abs(exponent)}");
    }

    private static string Digits(string plain)
    {
        var mantissa = plain.Split('E')[0].Replace(".", string.Empty, StringComparison.Ordinal);
        return mantissa.TrimStart('0').TrimEnd('0');
    }

    /// <summary>The decimal exponent of the first digit that is not zero.</summary>
    private static int ExponentOf(string plain)
    {
        var parts = plain.Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var dot = parts[0].IndexOf('.');
        var whole = dot < 0 ? parts[0] : parts[0][..dot];
        if (whole.TrimStart('0').Length > 0)
            return exponent + whole.TrimStart('0').Length - 1;
        var fraction = parts[0][(dot + 1)..];
        return exponent - (fraction.Length - fraction.TrimStart('0').Length) - 1;
    }

    private static void Append(StringBuilder builder, Any value)
    {
        switch (value.Kind)
        {
            case AnyKind.Boolean:
                builder.Append(value.AsBoolean == true ? "true" : "false");
                break;
            case AnyKind.Number:
                var number = value.AsNumber!.Value;
                builder.Append(double.IsFinite(number) ? Spell(number) : "null");
                break;
            case AnyKind.BigInt:
                // JavaScript refuses these; a number is the nearest thing it could read back.
                builder.Append(value.AsBigInt!.Value);
                break;
            case AnyKind.String:
                AppendString(builder, value.AsString!);
                break;
            case AnyKind.Array:
                AppendSequence(builder, value.RawArray!);
                break;
            case AnyKind.Bytes:
                // What JSON.stringify makes of a Uint8Array.
                AppendMembers(builder, value.RawBytes!.Index().Select(pair => KeyValuePair.Create(
                    pair.Index.ToString(CultureInfo.InvariantCulture), (Any)(double)pair.Item)));
                break;
            case AnyKind.Object:
                AppendMembers(builder, value.AsObject!);
                break;
            default:
                builder.Append("null");
                break;
        }
    }

    private static void AppendSequence(StringBuilder builder, Any[] values)
    {
        builder.Append('[');
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                builder.Append(',');
            Append(builder, values[i]);
        }
        builder.Append(']');
    }

    private static void AppendMembers(StringBuilder builder, IEnumerable<KeyValuePair<string, Any>> members)
    {
        builder.Append('{');
        var first = true;
        foreach (var (key, value) in members)
        {
            if (value.IsUndefined)
                continue;
            if (!first)
                builder.Append(',');
            first = false;
            AppendString(builder, key);
            builder.Append(':');
            Append(builder, value);
        }
        builder.Append('}');
    }

    private static bool NeedsEscape(string text)
    {
        foreach (var c in text)
        {
            if (c < ' ' || c is '"' or '\\' || char.IsSurrogate(c))
                return true;
        }
        return false;
    }

    private static void AppendString(StringBuilder builder, string text)
    {
        builder.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '"': builder.Append("\\\""); break;
                case '\\': builder.Append("\\\\"); break;
                case '\b': builder.Append("\\b"); break;
                case '\f': builder.Append("\\f"); break;
                case '\n': builder.Append("\\n"); break;
                case '\r': builder.Append("\\r"); break;
                case '\t': builder.Append("\\t"); break;
                case < ' ':
                    builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                case var high when char.IsHighSurrogate(high) && i + 1 < text.Length
                    && char.IsLowSurrogate(text[i + 1]):
                    builder.Append(c).Append(text[++i]);
                    break;
                case var lone when char.IsSurrogate(lone):
                    builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default: builder.Append(c); break;
            }
        }
        builder.Append('"');
    }
}
