using Tacit.Capability;
using Tacit.Seal;

namespace Tacit.Client.Tests;

/// <summary>One pad on a server of its own, opened by any number of devices; they go together.</summary>
internal sealed class Pads : IAsyncDisposable
{
    private readonly LiveServer _server;
    private readonly List<IAsyncDisposable> _open = [];
    private Pad? _first;

    private Pads(LiveServer server) => _server = server;

    public static async Task<Pads> StartAsync() => new(await LiveServer.StartAsync());

    /// <summary>Makes the pad.</summary>
    public async Task<Pad> CreateAsync() => _first = Keep(new Pad(await NewClient().CreateAsync(ChannelKind.Pad)));

    /// <summary>Opens it on another device, and completes when everything is there.</summary>
    public async Task<Pad> JoinAsync(CapabilityKind kind = CapabilityKind.Edit)
    {
        using var link = await _first!.Channel.LinkAsync(kind);
        var pad = Keep(await Pad.OpenAsync(NewClient(), link!));
        await pad.CaughtUpAsync().WaitAsync(ChannelReading.Patience);
        return pad;
    }

    /// <summary>Opens its channel on another device, without a document.</summary>
    public async Task<Channel> OpenChannelAsync()
    {
        using var link = await _first!.Channel.LinkAsync(CapabilityKind.Edit);
        return await NewClient().OpenAsync(link!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_open))
            await one.DisposeAsync();
        await _server.DisposeAsync();
    }

    private TacitClient NewClient() => Keep(new TacitClient(_server.Url, new() { Random = new Soon() }));

    private T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        _open.Add(one);
        return one;
    }
}
