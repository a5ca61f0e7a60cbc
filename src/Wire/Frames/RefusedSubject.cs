namespace Tacit.Wire.Frames;

/// <summary>What a refusal is about. Source: docs/protocol/connection.md §4.3.</summary>
public enum RefusedSubject : byte
{
    /// <summary>A JOIN, named by its request number.</summary>
    Join = 1,

    /// <summary>An APPEND, named by handle and counter.</summary>
    Append = 2,

    /// <summary>An EPHEMERAL or a LEAVE, named by handle.</summary>
    Channel = 3,
}
