using System.CommandLine;
using System.CommandLine.Invocation;
using Tacit.Client;
using Tacit.Log;
using Tacit.Server.Cluster;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary>Runs a command, and turns whatever stops it into a sentence and an exit status.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>The exit status: 0, one of docs/protocol/codes.md, or one of <see cref="ExitStatus"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
                Terminal.Complain(Lower(error.Message));
            Terminal.Hint($"{NameOf(parsed.CommandResult.Command)} --help says what there is");
            return ExitStatus.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (UsageException exception)
        {
            Terminal.Complain(exception.Message);
            Terminal.Hint(exception.Hint);
            return ExitStatus.Usage;
        }
        catch (DataException exception)
        {
            Terminal.Complain(exception.Message);
            return ExitStatus.Data;
        }
        catch (TopologyException exception)
        {
            Terminal.Complain(exception.Message);
            return ExitStatus.Data;
        }
        catch (NodeRefusedException exception)
        {
            Terminal.Complain(exception.Message);
            return ExitStatus.Refused;
        }
        catch (TacitException exception)
        {
            Terminal.Complain($"{exception.Message}  [{Codes.Of(exception.Code).Name}]");
            return Codes.Of(exception.Code).ExitStatus;
        }
        catch (StoreCopyException exception)
        {
            Terminal.Complain(exception.Message);
            return ExitStatus.Data;
        }
        catch (LogOpenException exception)
        {
            Terminal.Complain(exception.Message);
            return Codes.Of(exception.Code).ExitStatus;
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Terminal.Complain(Lower(exception.Message));
            return ExitStatus.Io;
        }
    }

    private static string NameOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{NameOf(parent)} {command.Name}"
        : "tacit";

    private static string Lower(string sentence) =>
        sentence.Length < 2 || char.IsUpper(sentence[1])
            ? sentence.TrimEnd('.')
            : char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');
}
