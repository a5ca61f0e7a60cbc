using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tacit.Bench.Load;

/// <summary>A server process on a core of its own, over a folder of its own.</summary>
internal sealed class TestedServer : IDisposable
{
    private const string AllocatedBytes = "tacit_process_allocated_bytes_total";

    /// <summary>How long a client may take until it is in its room.</summary>
    private static readonly TimeSpan ReadyWait = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ExitWait = TimeSpan.FromSeconds(10);

    private static readonly HttpClient Http = new();

    private readonly ServerKind _kind;
    private Process _process = null!;

    private TestedServer(ServerKind kind, string folder, int port) => (_kind, Folder, Port) = (kind, folder, port);

    /// <summary>Where it keeps what it keeps.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>CPU time that its process has used, in seconds.</summary>
    public double CpuSeconds => CpuClock.SecondsOf(_process.Id);

    /// <summary>Resident memory, in bytes.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts one over an empty folder.</summary>
    public static async Task<TestedServer> StartAsync(ServerKind kind)
    {
        var server = new TestedServer(kind, Directory.CreateTempSubdirectory("tacit-load-").FullName, FreePort());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it again over the same folder.</summary>
    /// <returns>From the start of the process until it takes connections.</returns>
    public async Task<TimeSpan> StartAgainAsync()
    {
        var arguments = _kind.Command.Select(part => part
            .Replace("{port}", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{folder}", Folder, StringComparison.Ordinal)
            .Replace("{tacit}", Checkout.Tacit, StringComparison.Ordinal)
            .Replace("{relay}", Checkout.Relay, StringComparison.Ordinal)
            .Replace("{peers}", Checkout.Peers, StringComparison.Ordinal));
        var start = new ProcessStartInfo("taskset", ["-c", $"{Cores.Server}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The generator's own settings for sockets are not the server's.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT");
        var begun = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
                throw new IOException($"{_kind.Name} ended while it started: is what it needs installed?");
            await Task.Delay(5);
        }

        // Off the thread of the socket engine, which all clients need.
        await Task.Yield();
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Brings all clients into their rooms, some at a time.</summary>
    public async Task<List<LoadConnection>> OpenAsync(IEnumerable<Room> rooms)
    {
        var opened = new List<LoadConnection>();
        foreach (var batch in rooms.SelectMany(room => room.Clients.Select(client => (room, client))).Chunk(50))
            opened.AddRange(await Task.WhenAll(batch.Select(one => OpenAsync(one.room, one.client))));
        return opened;
    }

    /// <summary>Brings a client into its room.</summary>
    /// <param name="room">The room.</param>
    /// <param name="client">The client.</param>
    /// <param name="bufferSize">Bytes that are read at once.</param>
    public async Task<LoadConnection> OpenAsync(Room room, LoadClient client, int bufferSize = 16 * 1024)
    {
        var connection = await LoadConnection.OpenAsync(
            Port, _kind.PathOf(room), _kind.Subprotocol, client, bufferSize);
        await client.Ready.WaitAsync(ReadyWait);
        return connection;
    }

    /// <summary>Bytes that it has allocated on its managed heap so far; null where it cannot tell.</summary>
    public async Task<double?> ReadAllocatedBytesAsync()
    {
        if (!_kind.TellsAllocations)
            return null;
        var page = await Http.GetStringAsync($"http://127.0.0.1:{Port}/metrics");

        // Off the thread of the socket engine, which all clients need.
        await Task.Yield();
        var line = page.Split('\n').First(line => line.StartsWith(AllocatedBytes, StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Resident memory once it has not changed by more than a percent for a while.</summary>
    public async Task<long> SettledMemoryAsync(TimeSpan settle)
    {
        while (true)
        {
            var before = MemoryBytes;
            await Task.Delay(settle);
            if (Math.Abs(MemoryBytes - before) < before / 100)
                return MemoryBytes;
        }
    }

    /// <summary>Ends it at once, from any thread.</summary>
    /// <exception cref="TimeoutException">It is still there.</exception>
    public void Kill()
    {
        _process.Kill();

        // With a limit, it does not wait for the end of the output, which needs the thread that may be calling.
        if (!_process.WaitForExit(ExitWait))
            throw new TimeoutException($"{_kind.Name} would not end.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
