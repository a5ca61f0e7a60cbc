using Tacit.Client;
using Tacit.Crdt;
using Tacit.Seal;

namespace Tacit.Swarm;

/// <summary>Many devices at one pad, each with a connection of its own.</summary>
internal sealed class Swarm : IAsyncDisposable
{
    private static readonly string[] Words = ["swarm ", "ß", "漢字 ", "\n", "e\u0301"];

    private readonly List<(TacitClient Client, Pad Pad)> _devices = [];

    private Swarm()
    {
    }

    /// <summary>Opens the pad so many times, and completes when all have everything.</summary>
    public static async Task<Swarm> OpenAsync(Link link, int count)
    {
        var swarm = new Swarm();
        for (var number = 0; number < count; number++)
        {
            var client = new TacitClient(link.Origin);
            swarm._devices.Add((client, await Pad.OpenAsync(client, link)));
        }

        await Task.WhenAll(swarm._devices.Select(device => device.Pad.CaughtUpAsync()));
        return swarm;
    }

    /// <summary>Each device makes so many edits, all at once; completes when all are durable on the server.</summary>
    public Task TypeAsync(int edits, int seed) => Task.WhenAll(_devices.Index().Select(async device =>
    {
        var random = new Random(seed + device.Index);
        for (var number = 0; number < edits; number++)
            await device.Item.Pad.EditAsync(doc => Edit(doc.GetText("text"), random));
    }));

    /// <summary>The texts that the devices have now, each once.</summary>
    public async Task<IReadOnlyCollection<string>> TextsAsync() =>
        (await Task.WhenAll(_devices.Select(device => device.Pad.TextAsync()))).ToHashSet();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var (client, pad) in _devices)
        {
            await pad.DisposeAsync();
            await client.DisposeAsync();
        }
    }

    private static void Edit(YText text, Random random)
    {
        var index = random.Next(text.Length + 1);
        if (random.Next(4) == 0 && index < text.Length)
            text.Delete(index, Math.Min(text.Length - index, random.Next(1, 5)));
        else
            text.Insert(index, Words[random.Next(Words.Length)]);
    }
}
