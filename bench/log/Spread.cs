namespace Tacit.Bench;

/// <summary>How the entries of a batch are spread over channels.</summary>
internal enum Spread
{
    /// <summary>A batch is of one channel.</summary>
    Clustered,

    /// <summary>Each entry of a batch is of the next channel.</summary>
    RoundRobin,
}
