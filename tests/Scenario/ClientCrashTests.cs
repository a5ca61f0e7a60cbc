using System.Globalization;
using System.Text;
using Tacit.Capability;
using Tacit.Client;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Scenario;

/// <summary>Programs that use the SDK while their server is killed under them.</summary>
public sealed class ClientCrashTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_killed_server_costs_a_program_nothing()
    {
        const int Rounds = 3;
        const int PerRound = 50;
        await using var server = await ServerProcess.StartAsync();
        await using var writing = new TacitClient(server.Url);
        await using var reading = new TacitClient(server.Url);
        await using var writer = await writing.CreateAsync(ChannelKind.Log);
        using var link = await writer.LinkAsync(CapabilityKind.View);
        await using var reader = await reading.OpenAsync(link!);
        var seqs = new List<Task<long>>();

        for (var round = 0; round < Rounds; round++)
        {
            for (var at = 0; at < PerRound; at++)
                seqs.Add(writer.AppendAsync(EntryKind.Message, Text(round * PerRound + at)));

            // In the middle of the load: some of the round is answered, some is not.
            await seqs[round * PerRound + PerRound / 4].WaitAsync(Patience);
            server.Kill();
            await server.StartAgainAsync();
        }

        var all = await Task.WhenAll(seqs).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(2, Rounds * PerRound).Select(seq => (long)seq), all);
        var heard = new List<string>();
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var one in reader.ReadAsync(patience.Token))
        {
            if (one is EntryRead { Entry: { Kind: EntryKind.Message } entry })
                heard.Add(Encoding.UTF8.GetString(entry.Content.Span));
            if (heard.Count == all.Length)
                break;
        }

        Assert.Equal(
            Enumerable.Range(0, all.Length).Select(at => at.ToString(CultureInfo.InvariantCulture)), heard);
    }

    private static byte[] Text(int number) =>
        Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
