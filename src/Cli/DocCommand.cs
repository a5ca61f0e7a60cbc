using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit doc</c>: Yjs updates in files, for everyone who has some. No server, no pad.</summary>
internal static class DocCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("doc", "Look into Yjs updates in files; merge, compare and convert them.")
    {
        DocInspectCommand.Create(),
        DocMergeCommand.Create(),
        DocDiffCommand.Create(),
        DocConvertCommand.Create(),
    };
}
