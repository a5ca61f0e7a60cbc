using System.CommandLine;
using Spectre.Console;
using Tacit.Server.Cluster;
using Tacit.Server.Watch;
using Tacit.Wire;

namespace Tacit.Cli.Top;

/// <summary><c>tacit top</c>: what the nodes do, as they do it.</summary>
internal static class TopCommand
{
    private const double IntervalMaxSeconds = 3600;

    private static readonly Argument<string[]> Nodes = new("node")
    {
        Description = "where nodes answer to HTTP, such as http://127.0.0.1:8080, which is also the default",
        HelpName = "URL",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> TopologyFile = new("--topology", "-t")
    {
        Description = "a topology: all its nodes, as far as they have an http port",
        HelpName = "FILE",
    };

    private static readonly Option<double> Interval = new("--interval", "-i")
    {
        Description = "seconds between two looks, at least 1",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 2,
    };

    private static readonly Option<bool> Once = new("--once")
    {
        Description = "look twice, an interval apart, print what there is, and end",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "print each look as one line of JSON",
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("top", "Watch the nodes: clients, channels, rates, commits, queues, links.")
        {
            Nodes,
            TopologyFile,
            Interval,
            Once,
            Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var interval = parsed.GetValue(Interval);
        if (interval is not (>= 1 and <= IntervalMaxSeconds))
            throw new UsageException($"--interval {interval}: this is no time from 1 to 3600 seconds", "for example 2");
        var nodes = Read(parsed.GetValue(Nodes)!, parsed.GetValue(TopologyFile));
        using var scrape = new NodeScrape(nodes);
        using var watch = new TopologyWatch(scrape.ReadAsync, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(interval));
        try
        {
            var first = await watch.LookAsync(cancellationToken);
            if (first.All(node => !node.IsUp))
            {
                var asked = string.Join(' ', nodes.Select(node => node.Page.Authority));
                throw new IOException($"no node answers at {asked}");
            }

            if (parsed.GetValue(Once) || parsed.GetValue(Json) || !AnsiConsole.Profile.Capabilities.Ansi)
                await PrintAsync(watch, timer, parsed.GetValue(Once), parsed.GetValue(Json), cancellationToken);
            else
                await ShowAsync(first, watch, timer, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        return ExitStatus.Ok;
    }

    private static async Task PrintAsync(
        TopologyWatch watch, PeriodicTimer timer, bool once, bool json, CancellationToken cancellationToken)
    {
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var nodes = await watch.LookAsync(cancellationToken);
            if (json)
                Terminal.Json(new { nodes });
            else
                Terminal.Line(string.Join('\n', TopTable.Lines(nodes)));
            if (once)
                return;
        }
    }

    private static Task ShowAsync(
        IReadOnlyList<NodeFigures> first, TopologyWatch watch, PeriodicTimer timer,
        CancellationToken cancellationToken) =>
        AnsiConsole.Live(TopTable.Draw(first)).StartAsync(async screen =>
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                screen.UpdateTarget(TopTable.Draw(await watch.LookAsync(cancellationToken)));
                screen.Refresh();
            }
        });

    private static List<(string Name, Uri Page)> Read(string[] urls, string? file)
    {
        var nodes = urls.Select(Read).ToList();
        if (file is not null)
        {
            nodes.AddRange(
                from node in TopologyReader.ReadFile(file).Nodes
                let port = node.Id.Role == NodeRole.Front ? node.Address.Port : node.HttpPort
                where port is not null
                select ($"{node.Id}", new UriBuilder("http", node.Address.Host, port.Value, "/metrics").Uri));
        }

        return nodes.Count > 0 ? nodes : [Read("http://127.0.0.1:8080")];
    }

    private static (string Name, Uri Page) Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? (url.Authority, new Uri(url, "/metrics"))
            : throw new UsageException($"{text}: this is no address of a node", "for example http://127.0.0.1:8080");
}
