using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit pad</c>: the pads of the web app, from a shell.</summary>
internal static class PadCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("pad", "Pads of the web app: make, print, write, export, watch.")
    {
        PadNewCommand.Create(),
        PadCatCommand.Create(),
        PadEditCommand.Create(),
        PadExportCommand.Create(),
        PadWatchCommand.Create(),
    };
}
