using System.CommandLine;
using Spectre.Console;
using Tacit.Server.Watch;

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
        var given = parsed.GetValue(Nodes);
        var urls = given is { Length: > 0 } ? given : ["http://127.0.0.1:8080"];
        using var scrape = new NodeScrape([.. urls.Select(Read)]);
        using var watch = new TopologyWatch(scrape.ReadAsync, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(interval));
        try
        {
            var first = await watch.LookAsync(cancellationToken);
            if (first.All(node => !node.IsUp))
                throw new IOException($"no node answers at {string.Join(' ', urls)}");
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

    private static (string Name, Uri Page) Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? (url.Authority, new Uri(url, "/metrics"))
            : throw new UsageException($"{text}: this is no address of a node", "for example http://127.0.0.1:8080");
}
