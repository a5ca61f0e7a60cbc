using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Tacit.Server.Cluster;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary><c>tacit drain</c>: moves the channels of a core to the others, so that it can be stopped.</summary>
internal static class DrainCommand
{
    private static readonly Argument<string> Core = new("CORE")
    {
        Description = "the core, such as core:1",
    };

    private static readonly Option<string> TopologyFile = new("--topology")
    {
        Description = "the topology of the cluster",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<int> Wait = new("--wait")
    {
        Description = "how many seconds to wait until it is done",
        HelpName = "N",
        DefaultValueFactory = _ => 30,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "drain", "Move all channels of a core to the other cores, so that it can be stopped. Started again, it "
                + "takes its part back.")
        {
            Core,
            TopologyFile,
            ClusterOptions.SecretFile,
            Wait,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var text = parsed.GetValue(Core)!;
        if (!NodeId.TryParse(text, out var id) || id.Role != NodeRole.Core)
        {
            throw new UsageException(
                $"{text} is no core", "name one such as core:1; fronts and storages are stopped by SIGTERM alone");
        }

        var topology = TopologyReader.ReadFile(parsed.GetValue(TopologyFile)!);
        var cluster = NodeSettings.Read(topology, id, parsed.GetValue(ClusterOptions.SecretFile));
        var (isReached, isDrained) = await CoreDrain.RunAsync(
            cluster, TimeSpan.FromSeconds(parsed.GetValue(Wait)), NullLogger.Instance);
        if (isDrained)
        {
            Terminal.Note($"{id} has given back everything and can be stopped");
            return ExitStatus.Ok;
        }

        Terminal.Complain(isReached
            ? $"{id} has not given back everything yet; it goes on, ask again"
            : $"{id} does not answer at {cluster.Self.AddressText}");
        return ExitStatus.Io;
    }
}
