namespace Tacit.Wire.Frames;

/// <summary>Which key proves the right to join. Source: docs/protocol/keys.md §1.5.</summary>
public enum ProofBy : byte
{
    /// <summary>The read key of the current epoch: a reader.</summary>
    ReadKey = 1,

    /// <summary>An author's key, with its grant.</summary>
    AuthorKey = 2,

    /// <summary>The owner key: a reader, whatever the epoch.</summary>
    OwnerKey = 3,
}
