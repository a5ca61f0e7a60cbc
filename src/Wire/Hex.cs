using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Tacit.Wire;

/// <summary>Reads hex that came from outside, in lower case alone.</summary>
internal static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads exactly <paramref name="length"/> bytes.</summary>
    public static bool TryRead([NotNullWhen(true)] string? hex, int length, out byte[] bytes)
    {
        bytes = [];
        if (hex is null || hex.Length != 2 * length || hex.AsSpan().ContainsAnyExcept(Digits))
            return false;
        bytes = Convert.FromHexString(hex);
        return true;
    }
}
