using System.CommandLine;
using System.Globalization;
using Tacit.Seal;

namespace Tacit.Cli;

/// <summary><c>tacit link show</c>: what a link says without its secret. It asks no server.</summary>
internal static class LinkShowCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var asJson = LinkArgument.CreateJson();
        var command = new Command("show", "Say what a link allows. Asks no server and no password.") { link, asJson };
        command.SetAction(parsed =>
        {
            using var read = LinkArgument.Read(parsed.GetValue(link)!);
            if (parsed.GetValue(asJson))
                Terminal.Json(ToJson(read));
            else
                Terminal.Text(ToText(read, TimeProvider.System.GetUtcNow()));
            return ExitStatus.Ok;
        });
        return command;
    }

    private static object ToJson(Link link) => new
    {
        server = link.Origin,
        layer = Word(link.Layer),
        channel = link.Channel.ToHex(),
        capability = Word(link.Kind),
        epoch = link.Epoch,
        needsPassword = link.NeedsPassword,
        expiresAt = link.Expiry == 0 ? null : Time(link.Expiry),
    };

    private static string ToText(Link link, DateTimeOffset now)
    {
        var over = link.Expiry <= now.ToUnixTimeSeconds() ? ", which is over" : "";
        var expires = link.Expiry == 0 ? "never" : Time(link.Expiry) + over;
        return $"""
            server     {link.Origin}
            layer      {Word(link.Layer)}
            channel    {link.Channel.ToHex()}
            allows     {Allows(link.Kind)}
            epoch      {link.Epoch}
            password   {(link.NeedsPassword ? "needed" : "none")}
            expires    {expires}

            """;
    }

    private static string Allows(CapabilityKind kind) => kind switch
    {
        CapabilityKind.Own => "own: write, read, replace the keys, remove others",
        CapabilityKind.Edit => "edit: write and read",
        CapabilityKind.View => "view: read",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // Past the years that the platform can write, the number itself.
    private static string Time(long unixSeconds) => unixSeconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        : $"{unixSeconds} s after 1970";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
