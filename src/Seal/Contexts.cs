namespace Tacit.Seal;

/// <summary>
/// 16 bytes at the front of all that is signed or authenticated, so that bytes made for one purpose never pass for
/// another. Source: docs/protocol/README.md, Notation.
/// </summary>
internal static class Contexts
{
    internal static ReadOnlySpan<byte> Entry => "tacit/entry/1\0\0\0"u8;

    internal static ReadOnlySpan<byte> Seal => "tacit/seal/1\0\0\0\0"u8;

    internal static ReadOnlySpan<byte> Wrap => "tacit/wrap/1\0\0\0\0"u8;

    internal static ReadOnlySpan<byte> Blob => "tacit/blob/1\0\0\0\0"u8;

    internal static ReadOnlySpan<byte> Manifest => "tacit/manifest/1"u8;

    internal static ReadOnlySpan<byte> Ephemeral => "tacit/ephemeral/"u8;

    internal static ReadOnlySpan<byte> Profile => "tacit/profile/1\0"u8;
}
