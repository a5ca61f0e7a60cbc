using System.Diagnostics;
using System.Globalization;

namespace Tacit.Postgres;

/// <summary>
/// A PostgreSQL server of its own in a temporary folder, over a socket in it: started by tests, stopped with this.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // It refuses to run as root; then it runs as the user whom the distribution's package makes.
    private const string User = "postgres";

    private readonly string _folder = Directory.CreateTempSubdirectory("tacit-pg-").FullName;
    private readonly string _programs = FindPrograms();

    private readonly bool _isDurable;

    private PostgresServer(bool isDurable) => _isDurable = isDurable;

    /// <summary>How to connect to it as its owner.</summary>
    public string ConnectionString => $"Host={_folder};Username={User};Database={User};Pooling=true";

    /// <summary>Starts one, empty.</summary>
    /// <param name="isDurable">Whether it outlives the machine's failure, too: to be measured. Else it is quicker.
    /// </param>
    public static async Task<PostgresServer> StartAsync(bool isDurable = false)
    {
        var server = new PostgresServer(isDurable);
        try
        {
            if (Environment.IsPrivilegedProcess)
                await RunAsync("chown", User, server._folder);
            await server.RunAsUserAsync(
                "initdb", "--pgdata", server.Data, "--username", User, "--auth=trust", "--no-sync", "--encoding=UTF8",
                "--locale=C", "--no-instructions");
            await server.ResumeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="StopAtOnceAsync"/>.</summary>
    public Task ResumeAsync() => RunAsUserAsync(
        "pg_ctl", "--pgdata", Data, "--wait", "--silent", "--log", Path.Combine(_folder, "log"), "--options",
        $"-c listen_addresses= -c unix_socket_directories={_folder} -c max_connections=200 -c shared_buffers=64MB "
        + (_isDurable ? "-c max_wal_size=4GB" : "-c fsync=off -c full_page_writes=off"),
        "start");

    /// <summary>Stops it as a crash would: nothing is written any more.</summary>
    public Task StopAtOnceAsync() =>
        RunAsUserAsync("pg_ctl", "--pgdata", Data, "--wait", "--silent", "--mode", "immediate", "stop");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAtOnceAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private Task RunAsUserAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("setpriv", [$"--reuid={User}", $"--regid={User}", "--init-groups", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server does not inherit the pipes: it writes to its log.
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{program} ended with status {process.ExitCode}: {string.Concat(said)}"));
        }
    }

    // The newest of the versions that the distribution installs beside each other.
    private static string FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        var newest = Directory.Exists(Versions)
            ? Directory.EnumerateDirectories(Versions)
                .Where(path => File.Exists(Path.Combine(path, "bin", "initdb")))
                .MaxBy(path => double.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
            : null;
        return newest is null
            ? throw new InvalidOperationException(
                "PostgreSQL is not installed; on Debian: sudo apt-get install postgresql-15")
            : Path.Combine(newest, "bin");
    }
}
