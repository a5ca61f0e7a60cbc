using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tacit.Scenario;

/// <summary>
/// A real server in a process of its own, over a store of its own; it can be killed and started again.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly string[] _options;
    private readonly string? _diskSize;
    private readonly List<string> _output = [];
    private Process? _process;

    private ServerProcess(string folder, string[] options, string? diskSize)
    {
        Folder = folder;
        _options = options;
        _diskSize = diskSize;
    }

    /// <summary>The store.</summary>
    public string Folder { get; }

    /// <summary>The port, the same after each start.</summary>
    public int Port { get; private set; }

    /// <summary>The process id.</summary>
    public int Id => _process!.Id;

    /// <summary>Whether <see cref="Kill"/> was called since it was started.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>Where people find it.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>All that it wrote so far, to both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>Starts a server over an empty store.</summary>
    public static Task<ServerProcess> StartAsync(params string[] options) => StartAsync(diskSize: null, options);

    /// <summary>
    /// Starts a server whose store is on a disk of its own, such as <c>8m</c>: a real file system that fills.
    /// </summary>
    public static Task<ServerProcess> StartOnDiskAsync(string diskSize) => StartAsync(diskSize, []);

    private static async Task<ServerProcess> StartAsync(string? diskSize, string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("tacit-scenario-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var server = new ServerProcess(folder, options, diskSize);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>The store as the server sees it, also when only the server sees that disk.</summary>
    public string DataFolder => $"/proc/{Id}/root{Path.Combine(Folder, "data")}";

    /// <summary>
    /// Starts it again over the same store and port, after <see cref="Kill"/> or <see cref="StopAsync"/>.
    /// </summary>
    public async Task StartAgainAsync()
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(_diskSize is null ? "dotnet" : "unshare")
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = Folder,
            },
        };
        string[] arguments =
        [
            .. WithDisk(), TacitCommand.Path, "serve", "--listen", $"127.0.0.1:{Port}",
            "--data", Path.Combine(Folder, "data"), .. _options,
        ];
        foreach (var argument in arguments)
            _process.StartInfo.ArgumentList.Add(argument);

        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data, listening);
        _process.OutputDataReceived += (_, line) => Heard(line.Data, listening);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        IsKilled = false;
        Port = await listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Kills it as a power cut would, and waits until it is gone.</summary>
    public void Kill()
    {
        IsKilled = true;
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end (SIGTERM), and waits until it did.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> StopAsync()
    {
        using var term = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    /// <summary>Asks for the upgrade to a WebSocket, with further headers, and gives the answer.</summary>
    public async Task<HttpResponseMessage> AskToConnectAsync(params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Url}/sync");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", "tacit.1");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Resident memory, in bytes.</summary>
    public long MemoryBytes()
    {
        _process!.Refresh();
        return _process.WorkingSet64;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    // In a mount namespace of its own: it ends with the process, and needs no rights where user namespaces are allowed.
    private string[] WithDisk() => _diskSize is null
        ? []
        :
        [
            Environment.IsPrivilegedProcess ? "--mount" : "--map-root-user", "--mount", "--", "sh", "-c",
            $"mount -t tmpfs -o size={_diskSize} tmpfs {Path.Combine(Folder, "data")} && exec dotnet \"$@\"", "sh",
        ];

    private void Heard(string? line, TaskCompletionSource<int> listening)
    {
        if (line is null)
        {
            listening.TrySetException(
                new InvalidOperationException($"The server ended before it listened.\n{Output}"));
            return;
        }

        lock (_output)
            _output.Add(line);
        if (Listening().Match(line) is { Success: true } match)
            listening.TrySetResult(int.Parse(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Tacit is at http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
