using Tacit.Capability;
using Tacit.Seal;

namespace Tacit.Client.Tests;

/// <summary>Devices of one server, each with a client of its own; they go together.</summary>
internal sealed class Clients(LiveServer server) : IAsyncDisposable
{
    private readonly List<TacitClient> _clients = [];

    public Task<Channel> CreateAsync() => Add(new()).CreateAsync(ChannelKind.Log);

    /// <summary>Opens a link that another device hands out.</summary>
    public async Task<Channel> OpenAsync(Channel from, CapabilityKind kind, Lines? lines = null)
    {
        using var link = await from.LinkAsync(kind);
        return await Add(new() { Connect = (lines ?? new()).ConnectAsync }).OpenAsync(link!);
    }

    public Task<Channel> OpenAsync(Link link, string? folder = null) => Add(new() { Folder = folder }).OpenAsync(link);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
    }

    private TacitClient Add(ClientOptions options)
    {
        var client = new TacitClient(server.Url, options with { Random = new Soon() });
        _clients.Add(client);
        return client;
    }
}
