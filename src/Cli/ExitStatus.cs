namespace Tacit.Cli;

/// <summary>Exit statuses beside those of docs/protocol/codes.md. Source: BSD <c>sysexits.h</c>.</summary>
internal static class ExitStatus
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 64;

    /// <summary>A file does not hold what it should.</summary>
    public const int Data = 65;

    /// <summary>A file or an address cannot be used.</summary>
    public const int Io = 74;

    /// <summary>The cluster does not take this node.</summary>
    public const int Refused = 77;

    /// <summary>Ended by SIGINT.</summary>
    public const int Interrupted = 130;
}
