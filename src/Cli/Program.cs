using System.CommandLine;
using Tacit.Cli;

var root = new RootCommand("Tacit: end-to-end encrypted sync. The server orders, stores and delivers what it cannot read.")
{
    ServeCommand.Create(),
    BackupCommand.Create(),
    CompletionCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count == 0 || parsed.Action is not System.CommandLine.Invocation.ParseErrorAction)
    return await Terminal.GuardAsync(() => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));

foreach (var error in parsed.Errors)
    Terminal.Complain(error.Message);
Terminal.Hint($"tacit {string.Join(' ', args.TakeWhile(word => !word.StartsWith('-')))} --help lists what there is");
return ExitStatus.Usage;
