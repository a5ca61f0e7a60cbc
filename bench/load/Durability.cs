namespace Tacit.Bench.Load;

/// <summary>
/// Whether an edit that was answered, or that others have been shown, is still there when the server is killed at that
/// moment and started again.
/// </summary>
internal static class Durability
{
    /// <summary>
    /// How long a newcomer is given to be shown the edit, which may come after it was told that it is in.
    /// </summary>
    private static readonly TimeSpan LookWait = TimeSpan.FromSeconds(3), ControlWait = TimeSpan.FromSeconds(30);

    /// <summary>Tries it, each time with a fresh server and room.</summary>
    /// <param name="kind">Which server.</param>
    /// <param name="trialCount">How often.</param>
    /// <param name="graceOfControl">
    /// How long the server is left alone before it is killed in one more trial: the edit must then be found, or this
    /// program does not see what is there.
    /// </param>
    /// <exception cref="InvalidOperationException">A server that keeps edits lost one that it had time for.</exception>
    public static async Task<Loss> MeasureAsync(ServerKind kind, int trialCount, TimeSpan graceOfControl)
    {
        if (kind.Keeps && !await SurvivesAsync(kind, graceOfControl))
            throw new InvalidOperationException($"{kind.Name} lost an edit {graceOfControl} after it was shown.");
        var lost = 0;
        for (var trial = 0; trial < trialCount; trial++)
        {
            if (!await SurvivesAsync(kind, TimeSpan.Zero))
                lost++;
        }

        return new(kind.Name, kind.Promise, lost, trialCount);
    }

    private static async Task<bool> SurvivesAsync(ServerKind kind, TimeSpan grace)
    {
        using var server = await TestedServer.StartAsync(kind);
        var shared = kind.Shared();
        var room = new Room(0, 2);
        for (var seat = 0; seat < 2; seat++)
        {
            room.Clients[seat] = kind.Seat(room, seat, shared);
            room.Clients[seat].Prepare(1);
        }

        var connections = await server.OpenAsync([room]);
        await WriteAndKillAsync(server, room, grace);
        foreach (var connection in connections)
            connection.Dispose();

        await server.StartAgainAsync();
        var isThere = await IsThereAsync(kind, server, shared, grace == TimeSpan.Zero ? LookWait : ControlWait);
        (shared as IDisposable)?.Dispose();
        return isThere;
    }

    private static async Task WriteAndKillAsync(TestedServer server, Room room, TimeSpan grace)
    {
        // The first word of it, to whom ever: what a server says of an edit it should not take back.
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        room.Told = (_, _) =>
        {
            if (grace == TimeSpan.Zero)
                server.Kill();
            told.TrySetResult();
            room.Told = null;
        };
        room.Sending(0, 0);
        room.Clients[0].SendEdit(0);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        if (grace > TimeSpan.Zero)
        {
            await Task.Delay(grace);
            server.Kill();
        }
    }

    /// <summary>Asks as a newcomer to the same room of the same store, who is shown what there is.</summary>
    private static async Task<bool> IsThereAsync(ServerKind kind, TestedServer server, object? shared, TimeSpan wait)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var room = new Room(0, 3)
        {
            Told = (seat, edit) =>
            {
                if ((seat, edit) == (0, 0))
                    found.TrySetResult();
            },
        };
        var newcomer = room.Clients[2] = kind.Seat(room, 2, shared);
        newcomer.Prepare(0);
        using var connection = await server.OpenAsync(room, newcomer);
        await Task.WhenAny(found.Task, Task.Delay(wait));
        return found.Task.IsCompleted;
    }
}

/// <summary>What kills cost a server.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Promise">What it says.</param>
/// <param name="Lost">In how many trials the edit was gone.</param>
/// <param name="Trials">Of how many.</param>
internal sealed record Loss(string Server, string Promise, int Lost, int Trials);
