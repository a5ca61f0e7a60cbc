using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit pad cat</c>: prints what a pad says.</summary>
internal static class PadCatCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var passwordFile = LinkArgument.CreatePasswordFile();
        var command = new Command("cat", "Print a pad's text; rich text as plain text.") { link, passwordFile };
        command.SetAction((parsed, cancellationToken) => PadReading.RunAsync(
            parsed,
            link,
            passwordFile,
            async (pad, cancellation) =>
            {
                var text = await pad.ReadAsync(doc => PadExport.Write(doc, PadFormat.Text), cancellation);
                Terminal.Text(text.Length == 0 || text.EndsWith('\n') ? text : text + "\n");
            },
            cancellationToken));
        return command;
    }
}
