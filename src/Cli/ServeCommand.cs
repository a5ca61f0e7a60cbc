using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Tacit.Log;
using Tacit.Server;
using Tacit.Server.Admin;
using Tacit.Server.Cluster;
using Tacit.Server.Front;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary><c>tacit serve</c>: runs a server until it is told to end.</summary>
internal static class ServeCommand
{
    private static readonly Option<string[]> Listen = new("--listen", "-l")
    {
        Description = "where to listen: ADDRESS:PORT; may be repeated; port 0 takes a free one",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => ["127.0.0.1:8080"],
    };

    private static readonly Option<string?> TopologyFile = new("--topology")
    {
        Description = "be one node of the cluster in this file, in place of a server that is all in one",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Id = new("--id")
    {
        Description = "which node of the topology, such as core:0; by default its myId",
        HelpName = "NODE",
    };

    private static readonly Option<string?> Role = new("--role")
    {
        Description = "front, core or storage: the first node of that role, or what --id must be",
        HelpName = "ROLE",
    };

    private static readonly Option<string> Data = new("--data", "-d")
    {
        Description = "the folder of the store; made if it is not there",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataFolders.Server,
    };

    private static readonly Option<string?> Web = new("--web")
    {
        Description = "the folder of the built web app; by default the one beside this program",
        HelpName = "DIR",
    };

    private static readonly Option<string[]> Origin = new("--origin")
    {
        Description = "a web origin that may connect beside the server's own; may be repeated",
        HelpName = "URL",
    };

    private static readonly Option<string[]> TrustedProxy = new("--trusted-proxy")
    {
        Description = "a proxy whose X-Forwarded-For is believed; may be repeated",
        HelpName = "ADDRESS",
    };

    private static readonly Option<string> QuotaChannel = new("--quota-channel")
    {
        Description = "the most bytes of a channel, such as 500MiB; 0 for no limit",
        HelpName = "SIZE",
        DefaultValueFactory = _ => "1GiB",
    };

    private static readonly Option<string> QuotaInstance = new("--quota-instance")
    {
        Description = "the most bytes of all channels, such as 200GiB; 0 for no limit",
        HelpName = "SIZE",
        DefaultValueFactory = _ => "0",
    };

    private static readonly Option<int> ConnectionsMax = new("--connections-max")
    {
        Description = "the most connections",
        HelpName = "N",
        DefaultValueFactory = _ => new FrontSettings().ConnectionCountMax,
    };

    private static readonly Option<int> ConnectionsPerAddress = new("--connections-per-address")
    {
        Description = "the most connections of one address",
        HelpName = "N",
        DefaultValueFactory = _ => new FrontSettings().ConnectionsPerAddressMax,
    };

    private static readonly Option<int> CreateBurst = new("--create-burst")
    {
        Description = "how many channels one address may make at once; one more comes each second",
        HelpName = "N",
        DefaultValueFactory = _ => (int)new FrontSettings().CreateRate.Burst,
    };

    private static readonly Option<bool> KeepHistory = new("--keep-history")
    {
        Description = "never remove what snapshots have superseded",
    };

    private static readonly Option<string?> AdminTokenFile = new("--admin-token-file")
    {
        Description = "a file with the token that opens /admin; without it there is no such page",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Otlp = new("--otlp")
    {
        Description = "the OpenTelemetry collector that gets the metrics; by default OTEL_EXPORTER_OTLP_ENDPOINT",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"),
    };

    private static readonly Option<bool> Supervised = new("--supervised")
    {
        Description = "end when standard input closes: when who started this has ended",
        Hidden = true,
    };

    private static readonly Option<LogLevel> Level = new("--log-level")
    {
        Description = "how much is logged",
        DefaultValueFactory = _ => LogLevel.Information,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("serve", "Run a server until it is told to end (SIGTERM or Ctrl+C).")
        {
            Listen,
            TopologyFile,
            Id,
            Role,
            ClusterOptions.SecretFile,
            Supervised,
            Data,
            Web,
            Origin,
            TrustedProxy,
            QuotaChannel,
            QuotaInstance,
            ConnectionsMax,
            ConnectionsPerAddress,
            CreateBurst,
            KeepHistory,
            AdminTokenFile,
            Otlp,
            Level,
        };
        Role.AcceptOnlyFromAmong("front", "core", "storage");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Read(parsed);
        var collector = ReadCollector(parsed.GetValue(Otlp));
        await using var server = await TacitServer.StartAsync(settings, TimeProvider.System, cancellationToken);
        await using var telemetry = collector is null ? null : new Telemetry(collector, settings.Labels, server);
        foreach (var address in server.Addresses)
            Terminal.Note(Greet(address, settings));
        if (parsed.GetValue(Supervised))
            _ = StopWithInputAsync(server);
        await server.WaitAsync(CancellationToken.None);
        return ExitStatus.Ok;
    }

    private static async Task StopWithInputAsync(TacitServer server)
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        server.Stop();
    }

    private static ServerSettings Read(ParseResult parsed)
    {
        var limits = new FrontSettings();
        var node = ReadNode(parsed);
        var listensByDefault = parsed.GetResult(Listen) is null or { Implicit: true };
        return new()
        {
            Listen = node is not null && listensByDefault ? [] : [.. parsed.GetValue(Listen)!.Select(ReadEndpoint)],
            Node = node,
            DataFolder = ReadDataFolder(parsed, node),
            WebFolder = parsed.GetValue(Web) is { } web ? ReadWebFolder(web) : DataFolders.WebApp,
            TrustedProxies = [.. parsed.GetValue(TrustedProxy)!.Select(ReadAddress)],
            AdminToken = ReadToken(parsed.GetValue(AdminTokenFile)),
            LogLevel = parsed.GetValue(Level),
            Version = $"{Version.Current}",
            Front = limits with
            {
                Server = $"tacit {Version.Current}",
                Origins = [.. parsed.GetValue(Origin)!.Select(ReadOrigin)],
                ConnectionCountMax = parsed.GetValue(ConnectionsMax),
                ConnectionsPerAddressMax = parsed.GetValue(ConnectionsPerAddress),
                CreateRate = limits.CreateRate with { Burst = parsed.GetValue(CreateBurst) },
            },
            Log = new LogSettings
            {
                ChannelSizeMaxBytes = ByteSize.Read(parsed.GetValue(QuotaChannel)!),
                InstanceSizeMaxBytes = ByteSize.Read(parsed.GetValue(QuotaInstance)!),
                KeepHistory = parsed.GetValue(KeepHistory),
            },
        };
    }

    // Nodes of one machine must not share a store by default.
    private static string ReadDataFolder(ParseResult parsed, NodeSettings? node)
    {
        var folder = Path.GetFullPath(parsed.GetValue(Data)!);
        return node is not null && parsed.GetResult(Data) is not { Implicit: false }
            ? Path.Combine(folder, DataFolders.NameOf(node.Self.Id))
            : folder;
    }

    private static string Greet(string address, ServerSettings settings) => settings.Node?.Self switch
    {
        null => $"Tacit is at {address}  (data in {settings.DataFolder}; Ctrl+C ends it)",
        { Id.Role: NodeRole.Front } front => $"Tacit is at {address}  ({front.Id}; Ctrl+C ends it)",
        { Id.Role: NodeRole.Storage } storage =>
            $"{storage.Id} listens at {address}  (data in {settings.DataFolder}; Ctrl+C ends it)",
        var core => $"{core.Id} listens at {address}  (Ctrl+C ends it)",
    };

    private static NodeSettings? ReadNode(ParseResult parsed)
    {
        if (parsed.GetValue(TopologyFile) is not { } file)
        {
            return parsed.GetValue(Id) is null && parsed.GetValue(Role) is null
                ? null
                : throw new UsageException("--id and --role choose a node of a topology", "add --topology FILE");
        }

        var topology = TopologyReader.ReadFile(file);
        var id = ReadId(parsed, topology);
        if (parsed.GetValue(Role) is { } role && NodeId.NameOf(id.Role) != role)
            throw new UsageException($"{id} is no {role}", $"--role {NodeId.NameOf(id.Role)}, or another --id");
        return NodeSettings.Read(topology, id, parsed.GetValue(ClusterOptions.SecretFile));
    }

    private static NodeId ReadId(ParseResult parsed, Topology topology)
    {
        if (parsed.GetValue(Id) is { } text)
        {
            return NodeId.TryParse(text, out var named)
                ? named
                : throw new UsageException($"--id {text} names no node", "for example front:0, core:0 or storage:0");
        }

        if (topology.MyId is { } id)
            return id;
        return parsed.GetValue(Role) is { } role && NodeId.TryParseRole(role, out var first)
            ? new(first, 0)
            : throw new UsageException("which node is this?", "--id core:0 says so, or myId in the topology");
    }

    private static IPEndPoint ReadEndpoint(string text)
    {
        var literal = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase)
            ? $"127.0.0.1:{text["localhost:".Length..]}"
            : text;
        var hasPort = literal.LastIndexOf(':') > literal.LastIndexOf(']')
            && (literal[0] == '[' || literal.Count(one => one == ':') == 1);
        return hasPort && IPEndPoint.TryParse(literal, out var endpoint)
            ? endpoint
            : throw new UsageException(
                $"--listen {text}: this is no ADDRESS:PORT", "for example 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080");
    }

    private static IPAddress ReadAddress(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new UsageException($"--trusted-proxy {text}: this is no address", "for example 127.0.0.1 or ::1");

    private static AdminToken? ReadToken(string? path) => path is null ? null
        : AdminToken.Of(File.ReadAllText(path)) ?? throw new UsageException(
            $"--admin-token-file {path}: the token in it is shorter than {AdminToken.LengthMin} characters",
            $"for example: openssl rand -base64 24 > {path}");

    private static Uri? ReadCollector(string? text) => string.IsNullOrEmpty(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new UsageException($"--otlp {text}: this is no address", "for example http://127.0.0.1:4318");

    private static string ReadOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/" }
            ? url.GetLeftPart(UriPartial.Authority)
            : throw new UsageException($"--origin {text}: this is no web origin", "for example https://app.example");

    private static string ReadWebFolder(string path) => File.Exists(Path.Combine(path, "index.html"))
        ? Path.GetFullPath(path)
        : throw new UsageException($"--web {path}: no index.html there", "./dev build makes web/app/dist");
}
