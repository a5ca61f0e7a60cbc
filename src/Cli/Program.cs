using System.CommandLine;
using Tacit.Cli;
using Tacit.Cli.Top;

var root = new RootCommand("Tacit: end-to-end encrypted sync. Servers order, store and deliver what they cannot read.")
{
    ServeCommand.Create(),
    UpCommand.Create(),
    PingCommand.Create(),
    DrainCommand.Create(),
    TopCommand.Create(),
    ChannelCommand.Create(),
    PadCommand.Create(),
    LinkCommand.Create(),
    DocCommand.Create(),
    BackupCommand.Create(),
    StoreCommand.Create(),
    CompletionCommand.Create(),
};
return await CommandLine.RunAsync(root, args);
