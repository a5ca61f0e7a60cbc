using System.Text;
using Tacit.Postgres;

namespace Tacit.Scenario;

/// <summary>Stores that move: the command, a server and PostgreSQL, each a process of its own.</summary>
public sealed class StoreCommandTests : IAsyncLifetime
{
    private const int InUse = 75;
    private const int Usage = 64;
    private const int Io = 74;

    private ServerProcess _server = null!;
    private PostgresServer _database = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.StartAsync();
        _server = await ServerProcess.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_store_moves_to_PostgreSQL_and_back_and_clients_go_on()
    {
        var links = (await RunAsync(0, "", "channel", "new", "--server", _server.Url)).Text.Split('\n');
        var (edit, view) = (LinkOf(links, "edit"), LinkOf(links, "view"));
        await RunAsync(0, "one\ntwo\n", "channel", "append", edit);
        var postgres = $"postgres:{_database.ConnectionString}";

        await RunAsync(0, "", "store", "copy", "data", postgres);
        await RunAsync(0, "three\n", "channel", "append", edit);
        await RunAsync(InUse, "", "store", "move", "data", postgres);
        await _server.StopAsync();
        await RunAsync(0, "", "store", "move", "data", postgres);
        Assert.False(File.Exists(Path.Combine(_server.Folder, "data", "tacit.db")));

        await RunAsync(0, "", "store", "copy", postgres, "data");
        await RunAsync(0, "", "store", "verify", postgres, "data");
        await _server.StartAgainAsync();
        await RunAsync(0, "four\n", "channel", "append", edit);
        Assert.Equal(
            "one\ntwo\nthree\nfour\n", (await RunAsync(0, "", "channel", "tail", view, "--once")).Text);
    }

    [Fact]
    public async Task What_cannot_be_copied_is_said_in_a_sentence()
    {
        await RunAsync(Usage, "", "store", "copy", "nothing", "elsewhere");
        await RunAsync(Usage, "", "store", "copy", "data", "postgres:Hots=here");
        var unreachable = await RunAsync(Io, "", "store", "copy", "data", "postgres:Host=127.0.0.1;Port=1");
        Assert.Contains("127.0.0.1", unreachable.Complaints, StringComparison.Ordinal);
    }

    private static string LinkOf(string[] links, string kind) =>
        links.Single(line => line.StartsWith(kind, StringComparison.Ordinal)).Split(' ')[^1];

    private async Task<Ran> RunAsync(int exitStatus, string input, params string[] arguments)
    {
        var ran = await Shell.RunAsync(_server.Folder, Encoding.UTF8.GetBytes(input), arguments);
        Assert.True(exitStatus == ran.ExitStatus, $"{string.Join(' ', arguments)}: {ran.ExitStatus} {ran.Complaints}");
        Assert.DoesNotContain("Unhandled", ran.Complaints, StringComparison.Ordinal);
        return ran;
    }
}
