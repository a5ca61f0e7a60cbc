using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit link</c>: what a link is, and links to give to others.</summary>
internal static class LinkCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("link", "Links: say what one allows, make one to give to others.")
    {
        LinkShowCommand.Create(),
        LinkShareCommand.Create(),
    };
}
