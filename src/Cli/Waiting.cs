namespace Tacit.Cli;

/// <summary>Waits that a person should know of.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Waits for something that needs the server, and says so if it takes long.</summary>
    public static async Task<T> ForServerAsync<T>(Task<T> task, Uri server)
    {
        await SayIfLongAsync(task, server);
        return await task;
    }

    /// <summary>Waits for something that needs the server, and says so if it takes long.</summary>
    public static async Task ForServerAsync(Task task, Uri server)
    {
        await SayIfLongAsync(task, server);
        await task;
    }

    private static async Task SayIfLongAsync(Task task, Uri server)
    {
        if (await Task.WhenAny(task, Task.Delay(Patience)) != task)
            Terminal.Note($"tacit: waiting for {server.GetLeftPart(UriPartial.Authority)}; Ctrl+C gives up");
    }
}
