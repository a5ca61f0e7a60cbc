using System.Security.Cryptography;
using System.Text;

namespace Tacit.Server.Admin;

/// <summary>What an operator proves to be one with. Kept as a hash; compared in constant time.</summary>
public sealed class AdminToken
{
    /// <summary>The fewest characters: nobody tries so many out.</summary>
    public const int LengthMin = 20;

    private readonly byte[] _hash;

    private AdminToken(byte[] hash) => _hash = hash;

    /// <summary>Takes a token.</summary>
    /// <param name="text">What is around it, such as the end of a line, does not count.</param>
    /// <returns>Null if it is shorter than <see cref="LengthMin"/>.</returns>
    public static AdminToken? Of(string text) =>
        text.Trim() is { Length: >= LengthMin } token ? new(Hash(token)) : null;

    /// <summary>Whether an <c>Authorization</c> header is <c>Bearer</c> and this token.</summary>
    public bool Allows(string? authorization) =>
        authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true
        && CryptographicOperations.FixedTimeEquals(_hash, Hash(authorization["Bearer ".Length..].Trim()));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
