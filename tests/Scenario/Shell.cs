using System.Diagnostics;

namespace Tacit.Scenario;

/// <summary>Runs the command as a shell would, to its end.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts the command, with its streams in the caller's hands.</summary>
    public static Process Start(string folder, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [TacitCommand.Path, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["XDG_DATA_HOME"] = folder },
        })!;

    /// <summary>Runs the command; its own devices are kept under the folder.</summary>
    public static async Task<Ran> RunAsync(string folder, ReadOnlyMemory<byte> input, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        var complaining = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await Task.WhenAll(reading, complaining, process.WaitForExitAsync()).WaitAsync(Patience);
        return new(process.ExitCode, output.ToArray(), await complaining);
    }
}

/// <summary>What a command left behind.</summary>
/// <param name="ExitStatus">Its exit status.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Complaints">What it wrote to standard error.</param>
internal sealed record Ran(int ExitStatus, byte[] Output, string Complaints)
{
    /// <summary>The output as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Output);
}
