using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;
using Tacit.Server.Cluster;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Cli;

/// <summary><c>tacit ping</c>: how long round trips between the nodes of a cluster take.</summary>
internal static class PingCommand
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private static readonly Option<string> TopologyFile = new("--topology")
    {
        Description = "the topology of the cluster",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<int> Count = new("--count", "-n")
    {
        Description = "how many round trips on each link",
        HelpName = "N",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "one line of JSON for each link" };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("ping", "Measure round trips between all nodes of a cluster that are linked.")
        {
            TopologyFile,
            ClusterOptions.SecretFile,
            Count,
            Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var topology = TopologyReader.ReadFile(parsed.GetValue(TopologyFile)!);
        var secretFile = parsed.GetValue(ClusterOptions.SecretFile);
        var cluster = NodeSettings.Read(topology, topology.Of(NodeRole.Core).First().Id, secretFile);
        var answers = await LinkSurvey.MeasureAsync(
            cluster, Math.Max(1, parsed.GetValue(Count)), Wait, NullLogger.Instance);
        var rows = topology.Of(NodeRole.Core).SelectMany(core => RowsOf(topology, core, answers)).ToList();
        if (parsed.GetValue(Json))
        {
            foreach (var row in rows)
                Terminal.Json(row);
        }
        else
        {
            Show(rows);
        }

        return rows.TrueForAll(row => row.Fault is null) ? ExitStatus.Ok : ExitStatus.Io;
    }

    private static IEnumerable<Row> RowsOf(
        Topology topology, TopologyNode core, IReadOnlyDictionary<NodeId, LinkMeasured[]> answers)
    {
        var peers = topology.Of(NodeRole.Front).Concat(topology.Of(NodeRole.Storage)).Select(node => node.Id);
        if (!answers.TryGetValue(core.Id, out var links))
            return [new Row($"{core.Id}", "", null, null, $"{core.AddressText} does not answer")];
        return peers.Select(peer => links.FirstOrDefault(link => link.Peer == peer) is { MedianMicroseconds: > 0 } link
            ? new Row($"{core.Id}", $"{peer}", link.MedianMicroseconds, link.NinetyNinthMicroseconds, null)
            : new Row($"{core.Id}", $"{peer}", null, null, "no link"));
    }

    private static void Show(List<Row> rows)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("core", "node").AddColumn("p50", column => column.RightAligned())
            .AddColumn("p99", column => column.RightAligned());
        foreach (var row in rows)
        {
            table.AddRow(
                row.Core,
                row.Node,
                Milliseconds(row.MedianMicroseconds) ?? Markup.Escape(row.Fault!),
                Milliseconds(row.P99Microseconds) ?? "");
        }

        AnsiConsole.Write(table);
    }

    private static string? Milliseconds(long? microseconds) => microseconds is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{number / 1000.0:0.00} ms")
        : null;

    private sealed record Row(
        string Core, string Node, long? MedianMicroseconds, long? P99Microseconds, string? Fault);
}
