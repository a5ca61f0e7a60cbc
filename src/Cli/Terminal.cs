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

    /// <summary>Writes a result as one line of JSON.</summary>
    public static void Json(object value) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonSerializerOptions.Web));
}
