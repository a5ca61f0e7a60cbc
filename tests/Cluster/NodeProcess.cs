using System.Diagnostics;

namespace Tacit.Cluster;

/// <summary>One node of a cluster, in a process of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _output = [];
    private readonly SemaphoreSlim _added = new(0);
    private readonly Process _process;

    private NodeProcess(string id, Process process) => (Id, _process) = (id, process);

    /// <summary>The node.</summary>
    public string Id { get; }

    /// <summary>The process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>All that it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>Starts the command.</summary>
    public static NodeProcess Start(string id, string folder, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new("dotnet", [Command, .. arguments])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            },
        };
        var node = new NodeProcess(id, process);
        process.ErrorDataReceived += (_, line) => node.Keep(line.Data);
        process.OutputDataReceived += (_, line) => node.Keep(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return node;
    }

    /// <summary>Waits until it wrote a text.</summary>
    public async Task SaysAsync(string text)
    {
        while (!Output.Contains(text, StringComparison.Ordinal))
            Assert.True(await _added.WaitAsync(Patience), $"{Id} does not say \"{text}\":\n{Output}");
    }

    /// <summary>Kills it as a power cut would, and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end (SIGTERM), and waits until it did.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> StopAsync()
    {
        using var term = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        _added.Dispose();
        return ValueTask.CompletedTask;
    }

    // artifacts/bin/Cluster/<configuration>/ is where this runs; the command is beside it.
    private static string Command { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Cli",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "tacit.dll"));

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.Add(line);
        try
        {
            _added.Release();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
