namespace Tacit.Crdt;

/// <summary>The two encodings of an update. They say the same; nothing in the bytes tells which it is.</summary>
public enum UpdateFormat
{
    /// <summary>One stream. Smaller for single edits, and what the y-protocols messages carry.</summary>
    V1 = 1,

    /// <summary>Columns with run lengths. About half the size for whole documents.</summary>
    V2 = 2,
}
