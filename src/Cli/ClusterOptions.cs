using System.CommandLine;

namespace Tacit.Cli;

/// <summary>Options that commands about clusters share.</summary>
internal static class ClusterOptions
{
    /// <summary>The file of the secret.</summary>
    public static Option<string?> SecretFile { get; } = new("--secret-file")
    {
        Description = "the file of the cluster's secret, in place of the topology's secretFile",
        HelpName = "FILE",
    };
}
