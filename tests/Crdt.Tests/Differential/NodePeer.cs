using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tacit.Crdt.Tests.Differential;

/// <summary>Yjs itself, in a Node process that answers one request a line. Installed from the lock file on first
/// use.</summary>
public sealed class NodePeer : IAsyncLifetime, IDisposable
{
    private static readonly SemaphoreSlim Installing = new(1);

    private readonly SemaphoreSlim _turn = new(1);
    private Process? _process;

    public async Task InitializeAsync()
    {
        var folder = Path.Combine(Folders.Tests, "node");
        await InstallAsync(folder);
        _process = Start("node", "peer.mjs", folder);
    }

    public async Task DisposeAsync()
    {
        if (_process is not { } process)
            return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Sends a request and gives back its answer; a failure over there is one here.</summary>
    public async Task<JsonNode> AskAsync(string ask, JsonObject request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request["ask"] = ask;
        await _turn.WaitAsync();
        try
        {
            await _process!.StandardInput.WriteLineAsync(request.ToJsonString());
            await _process.StandardInput.FlushAsync();
            var line = await _process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException("The peer has ended.");
            var reply = JsonNode.Parse(line)!;
            if (reply["error"] is { } error)
                throw new InvalidOperationException($"Yjs failed: {error}");
            return reply["answer"]!;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<byte[]> AskBytesAsync(string ask, JsonObject request) =>
        Convert.FromBase64String((string)(await AskAsync(ask, request))!);

    // One class of tests installs while the others wait; npm writes the file that is looked for last.
    private static async Task InstallAsync(string folder)
    {
        await Installing.WaitAsync();
        try
        {
            if (!File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
                await RunAsync(Start("npm", "ci", folder));
        }
        finally
        {
            Installing.Release();
        }
    }

    private static Process Start(string program, string argument, string folder) =>
        Process.Start(new ProcessStartInfo(program, argument)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    private static async Task RunAsync(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, output);
        }
    }
}
