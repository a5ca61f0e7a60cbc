namespace Tacit.Wire.Blobs;

/// <summary>The constants of blobs between clients and servers. Source: docs/protocol/blobs.md §6.4, §6.5.</summary>
public static class BlobProtocol
{
    /// <summary>The most bytes of a sealed chunk that a server takes.</summary>
    public const int ChunkSizeMax = 1024 * 1024;

    /// <summary>The most addresses that one request asks for.</summary>
    public const int MissingCountMax = 1024;

    /// <summary>By how much a request's time may differ from the server's.</summary>
    public const long ClockDifferenceMaxSeconds = 300;

    /// <summary>The scheme of the <c>Authorization</c> header.</summary>
    public const string Scheme = "Tacit";
}
