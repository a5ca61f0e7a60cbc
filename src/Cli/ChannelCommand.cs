using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit channel</c>: sealed channels as pipes.</summary>
internal static class ChannelCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("channel", "Sealed channels: make one, write lines to it, read it.")
    {
        ChannelNewCommand.Create("new", "Make a channel and print its links.", Capability.ChannelKind.Log),
        ChannelAppendCommand.Create(),
        ChannelTailCommand.Create(),
        ChannelInfoCommand.Create(),
    };
}
