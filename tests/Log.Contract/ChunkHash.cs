using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Addresses for tests. Any hash serves a store: it compares, and knows no more of it.</summary>
public static class ChunkHash
{
    public static BlobAddress Of(ReadOnlySpan<byte> chunk) => BlobAddress.Read(SHA256.HashData(chunk));
}
