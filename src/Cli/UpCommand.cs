using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Tacit.Server.Cluster;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary><c>tacit up</c>: runs a whole topology on this machine, each node in a process of its own.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private static readonly Argument<string> TopologyFile = new("topology")
    {
        Description = "the topology; all its addresses must be this machine's",
        HelpName = "FILE",
    };

    private static readonly Option<string> Data = new("--data", "-d")
    {
        Description = "the folder of the stores, the secret and the nodes' logs; made if it is not there",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataFolders.Server,
    };

    private static readonly Option<string?> AdminTokenFile = new("--admin-token-file")
    {
        Description = "a file with the token that opens /admin on the fronts",
        HelpName = "FILE",
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "up", "Run every node of a topology on this machine, until Ctrl+C; what dies is started again.")
        {
            TopologyFile,
            Data,
            AdminTokenFile,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(parsed.GetValue(TopologyFile)!);
        var topology = TopologyReader.ReadFile(file);
        var data = Directory.CreateDirectory(Path.GetFullPath(parsed.GetValue(Data)!)).FullName;
        var secret = topology.SecretFile ?? Path.Combine(data, "cluster.secret");
        MakeSecret(secret);
        NodeSettings.ReadSecret(secret);

        ChildNode[] children = [.. topology.Nodes.Select(
            node => MakeChild(node, file, secret, data, parsed.GetValue(AdminTokenFile)))];
        foreach (var child in children)
            child.Start();
        try
        {
            if (Console.IsOutputRedirected)
                await SayAsync(children, cancellationToken);
            else
                await ShowAsync(children, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Terminal.Note("tacit: ending all nodes");
        }

        // Clients are sent away first, then what they did is finished, then it is closed.
        foreach (var role in (NodeRole[])[NodeRole.Front, NodeRole.Core, NodeRole.Storage])
            await Task.WhenAll(children.Where(child => child.Node.Id.Role == role).Select(child => child.EndAsync()));
        foreach (var child in children)
            child.Dispose();
        return ExitStatus.Ok;
    }

    private static ChildNode MakeChild(
        TopologyNode node, string file, string secret, string data, string? adminTokenFile)
    {
        var name = DataFolders.NameOf(node.Id);
        return new(
            node,
            [
                "serve", "--topology", file, "--id", $"{node.Id}", "--secret-file", secret,
                "--data", Path.Combine(data, name), "--supervised",
                .. adminTokenFile is null ? (string[])[] : ["--admin-token-file", Path.GetFullPath(adminTokenFile)],
            ],
            Path.Combine(data, $"{name}.log"));
    }

    private static void MakeSecret(string file)
    {
        if (File.Exists(file))
            return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        using var writer = new StreamWriter(stream);
        writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Terminal.Note($"tacit: made a secret for the cluster: {file}");
    }

    private static async Task SayAsync(ChildNode[] children, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        var said = new Dictionary<NodeId, string>();
        while (true)
        {
            await Task.WhenAll(children.Select(child => child.ObserveAsync(http)));
            foreach (var child in children)
            {
                if (said.GetValueOrDefault(child.Node.Id) == child.State)
                    continue;
                said[child.Node.Id] = child.State;
                Terminal.Line(
                    $"{child.Node.Id} at {child.Node.AddressText} (process {child.ProcessId}): {child.State}");
            }

            await Task.Delay(LookInterval, cancellationToken);
        }
    }

    private static async Task ShowAsync(ChildNode[] children, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        await AnsiConsole.Live(TableOf(children)).StartAsync(async live =>
        {
            while (true)
            {
                await Task.WhenAll(children.Select(child => child.ObserveAsync(http)));
                live.UpdateTarget(TableOf(children));
                await Task.Delay(LookInterval, cancellationToken);
            }
        });
    }

    private static Table TableOf(ChildNode[] children)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("node", "address", "process", "started again", "state");
        foreach (var child in children)
        {
            var colour = child.State is "ready" or "running" ? "green" : "yellow";
            table.AddRow(
                $"{child.Node.Id}",
                child.Node.Id.Role == NodeRole.Front ? $"http://{child.Node.AddressText}" : child.Node.AddressText,
                $"{child.ProcessId}",
                $"{child.RestartCount}",
                $"[{colour}]{Markup.Escape(child.State)}[/]");
        }

        return table;
    }
}
