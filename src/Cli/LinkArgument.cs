using System.CommandLine;
using Tacit.Client;
using Tacit.Seal;

namespace Tacit.Cli;

/// <summary>A link on the command line, its password, and what this device keeps for it.</summary>
internal static class LinkArgument
{
    // So many programs of one device may write to a channel at once, each as an author of its own.
    private const int WritersMax = 64;

    /// <summary>Makes the argument.</summary>
    public static Argument<string> Create() => new("link") { Description = "an own, edit or view link, in quotes" };

    /// <summary>Makes the option for a password.</summary>
    public static Option<string?> CreatePasswordFile() => new("--password-file")
    {
        Description = "a file whose first line is the link's password; else TACIT_PASSWORD, else it is asked for",
        HelpName = "FILE",
    };

    /// <summary>Makes the option for the outbox.</summary>
    public static Option<string> CreateState() => new("--state")
    {
        Description = "where this device keeps its keys and what is not sent yet",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataFolders.Client,
    };

    /// <summary>Makes the option for JSON.</summary>
    public static Option<bool> CreateJson() => new("--json") { Description = "print JSON, one object a line" };

    /// <summary>Reads a link.</summary>
    /// <exception cref="TacitException">It is damaged; the sentence says which part is wrong.</exception>
    public static Link Read(string text)
    {
        if (Link.TryParse(text, out var link, out var fault))
            return link;
        var at = fault.Part == LinkPart.Token ? $", character {fault.Position + 1}" : "";
        throw new TacitException(
            fault.Code, 0, $"{Wire.Codes.Of(fault.Code).Sentence} ({fault.Part.ToString().ToLowerInvariant()}{at})");
    }

    /// <summary>The password for a link that needs one.</summary>
    public static string? ReadPassword(Link link, string? file) => link.NeedsPassword ? AskPassword(file) : null;

    /// <summary>A password from a file, the environment or the terminal.</summary>
    /// <exception cref="TacitException">None was given, and there is nobody to ask.</exception>
    public static string AskPassword(string? file)
    {
        if (file is not null)
            return File.ReadLines(file).FirstOrDefault() ?? "";
        if (Environment.GetEnvironmentVariable("TACIT_PASSWORD") is { } given)
            return given;
        if (Console.IsInputRedirected)
            throw new TacitException(Wire.Code.PasswordNeeded);
        Console.Error.Write("password: ");
        return Terminal.ReadHidden();
    }

    /// <summary>Opens a channel to write to, as an author that no other program of this device is using.</summary>
    public static async Task<(TacitClient Client, Channel Channel)> OpenToWriteAsync(
        Link link, ChannelOptions options, string state, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var folder = Path.Combine(state, $"writer-{number}");
            var client = new TacitClient(link.Origin, new ClientOptions { Folder = folder, Agent = Agent });
            try
            {
                return (client, await client.OpenAsync(link, options, cancellationToken));
            }
            catch (TacitException exception) when (exception.Code == Wire.Code.OutboxInUse && number < WritersMax)
            {
                await client.DisposeAsync();
            }
            catch
            {
                await client.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Makes a client that keeps nothing.</summary>
    public static TacitClient NewReader(Link link) => new(link.Origin, new ClientOptions { Agent = Agent });

    private static string Agent => $"tacit {Version.Current}";
}
