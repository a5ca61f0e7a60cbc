// Opens a pad many times and writes to it at random, each time as a device of its own:
//   Tacit.Swarm LINK PADS EDITS SEED
// Says "typed" when all edits are durable on the server. Then, for each line that it reads, it prints the distinct
// texts of its pads as a JSON array; it ends with its input.
using System.Globalization;
using System.Text.Json;
using Tacit.Seal;
using Tacit.Swarm;

if (args is not [var text, var pads, var edits, var seed] || !Link.TryParse(text, out var link, out _))
{
    await Console.Error.WriteLineAsync("usage: Tacit.Swarm LINK PADS EDITS SEED");
    return 64;
}

using (link)
{
    await using var swarm = await Swarm.OpenAsync(link, int.Parse(pads, CultureInfo.InvariantCulture));
    await swarm.TypeAsync(
        int.Parse(edits, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture));
    await Console.Out.WriteLineAsync("typed");
    while (await Console.In.ReadLineAsync() is not null)
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await swarm.TextsAsync()));
    return 0;
}
