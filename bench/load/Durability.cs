using System.Diagnostics;

namespace Tacit.Bench.Load;

/// <summary>
/// Whether an edit that others have been shown (or that was acknowledged) is still there when the server is killed at that
/// moment and started again.
/// </summary>
internal static class Durability
{
    /// <summary>Tries it, each time with a fresh server and room.</summary>
    /// <returns>In how many trials the edit was lost.</returns>
    public static async Task<int> CountLossesAsync(ServerKind kind, int trialCount)
    {
        var lost = 0;
        for (var trial = 0; trial < trialCount; trial++)
        {
            if (!await SurvivesAsync(kind))
                lost++;
        }

        return lost;
    }

    private static async Task<bool> SurvivesAsync(ServerKind kind)
    {
        using var server = await TestedServer.StartAsync(kind);
        var room = new Room(0, 2);
        var shared = kind.Shared();
        for (var seat = 0; seat < 2; seat++)
        {
            room.Clients[seat] = kind.Seat(room, seat, shared, server.Port);
            room.Clients[seat].Prepare(1);
        }

        var connections = await Scenario.OpenAsync(kind, server, [room]);
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        room.Shown = (_, _) =>
        {
            server.Kill();
            shown.TrySetResult();
        };
        room.Clients[0].SendEdit(0);
        await shown.Task.WaitAsync(TimeSpan.FromSeconds(30));
        foreach (var connection in connections)
            connection.Dispose();

        // A newcomer to the same room of the same store, who is shown what there is.
        await server.StartAgainAsync();
        var found = false;
        var again = new Room(0, 3) { Shown = (seat, edit) => found |= (seat, edit) == (0, 0) };
        var newcomer = again.Clients[2] = kind.Seat(again, 2, shared, server.Port);
        newcomer.Prepare(0);
        using var connected = await LoadConnection.OpenAsync(
            server.Port, kind.PathOf(again), kind.Subprotocol, newcomer);
        await newcomer.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        var waited = Stopwatch.StartNew();
        while (!found && waited.Elapsed < TimeSpan.FromSeconds(1))
            await Task.Delay(20);
        (shared as IDisposable)?.Dispose();
        return found;
    }
}
