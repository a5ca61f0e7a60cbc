using System.CommandLine;
using System.Text;

namespace Tacit.Cli;

/// <summary><c>tacit pad export</c>: writes a pad into a file of another kind.</summary>
internal static class PadExportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var passwordFile = LinkArgument.CreatePasswordFile();
        var format = new Option<PadFormat>("--format", "-f")
        {
            Description = "markdown, html, text or json",
            HelpName = "FORMAT",
            Required = true,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "the file to write; standard output without it",
            HelpName = "FILE",
        };
        var command = new Command("export", "Write a pad as Markdown, HTML, text or JSON.")
        {
            link,
            format,
            output,
            passwordFile,
        };
        command.SetAction((parsed, cancellationToken) => PadReading.RunAsync(
            parsed,
            link,
            passwordFile,
            async (pad, cancellation) =>
            {
                var written = await pad.ReadAsync(doc => PadExport.Write(doc, parsed.GetValue(format)), cancellation);
                if (parsed.GetValue(output) is { } path)
                    await File.WriteAllTextAsync(path, written, new UTF8Encoding(false), cancellation);
                else
                    Terminal.Text(written);
            },
            cancellationToken));
        return command;
    }
}
