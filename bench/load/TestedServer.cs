using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tacit.Bench.Load;

/// <summary>A server process on a core of its own, over a folder of its own.</summary>
internal sealed class TestedServer : IDisposable
{
    /// <summary>The core of the server; the generator stays away from it.</summary>
    public const int Core = 0;

    private static readonly double TicksPerSecond = 100;

    private readonly ServerKind _kind;
    private Process _process = null!;

    private TestedServer(ServerKind kind, string folder, int port) => (_kind, Folder, Port) = (kind, folder, port);

    /// <summary>Where it keeps what it keeps.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>CPU time that its process has used, in seconds.</summary>
    public double CpuSeconds
    {
        get
        {
            // The command's name stands in brackets and may hold spaces: fields are counted from behind it.
            var text = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
        }
    }

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
            .Replace("{peers}", Checkout.Peers, StringComparison.Ordinal));
        var start = new ProcessStartInfo("taskset", ["-c", $"{Core}", .. arguments])
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

        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Resident memory once it has stopped changing by more than a percent in a second.</summary>
    public async Task<long> SettledMemoryAsync()
    {
        while (true)
        {
            var before = MemoryBytes;
            await Task.Delay(TimeSpan.FromSeconds(2));
            if (Math.Abs(MemoryBytes - before) < before / 100)
                return MemoryBytes;
        }
    }

    /// <summary>Ends it as a power cut would end the process.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

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
