using System.Text.Json;

namespace Tacit.Cli;

/// <summary>
/// How the command speaks: results on standard output, everything else on standard error, as <c>tacit: what
/// happened</c> with
/// the hint on its own line.
/// </summary>
internal static class Terminal
{
    /// <summary>Says what went wrong.</summary>
    public static void Complain(string message) => Console.Error.WriteLine($"tacit: {message}");

    /// <summary>Says what to do about it.</summary>
    public static void Hint(string message) => Console.Error.WriteLine($"  {message}");

    /// <summary>Says something that is no result.</summary>
    public static void Note(string message) => Console.Error.WriteLine(message);

    /// <summary>Writes a result.</summary>
    public static void Line(string text) => Console.Out.WriteLine(text);

    /// <summary>Writes a result that ends its own lines.</summary>
    public static void Text(string text) => Console.Out.Write(text);

    /// <summary>Writes a result as one line of JSON.</summary>
    public static void Json(object value) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonSerializerOptions.Web));

    /// <summary>Reads a line without showing it.</summary>
    public static string ReadHidden()
    {
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
