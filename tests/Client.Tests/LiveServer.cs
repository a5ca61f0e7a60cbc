using System.Net;
using Microsoft.Extensions.Logging;
using Tacit.Server;

namespace Tacit.Client.Tests;

/// <summary>A real server in this process, over a store of its own; it can be stopped and started again.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tacit-client-tests-");
    private TacitServer? _server;
    private int _port;

    private LiveServer()
    {
    }

    public string Url => $"http://127.0.0.1:{_port}";

    public string DataFolder => Path.Combine(_folder.FullName, "data");

    public static async Task<LiveServer> StartAsync()
    {
        var server = new LiveServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A folder for a device, which goes with the server.</summary>
    public string DeviceFolder(string name) => Path.Combine(_folder.FullName, name);

    public async Task StartAgainAsync()
    {
        var settings = new ServerSettings
        {
            Listen = [new(IPAddress.Loopback, _port)],
            DataFolder = DataFolder,
            LogLevel = LogLevel.None,
            DrainWait = TimeSpan.FromSeconds(5),
        };
        _server = await TacitServer.StartAsync(settings, TimeProvider.System, CancellationToken.None);
        _port = new Uri(_server.Addresses.First()).Port;
    }

    public async Task StopAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }
}
