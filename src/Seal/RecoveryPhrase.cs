using System.Security.Cryptography;
using System.Text;
using Tacit.Crypto;

namespace Tacit.Seal;

/// <summary>
/// The twelve words from which the owner secret of a person's profile comes. Source: docs/protocol/profile.md §6.1.
/// </summary>
public static class RecoveryPhrase
{
    private const int WordCount = 12;

    /// <summary>
    /// The owner secret, after a few tenths of a second. Whether the words are of the list, and their checksum, the
    /// caller has looked at: here they are text.
    /// </summary>
    /// <param name="phrase">Twelve words of Latin letters, in any case, with any white space between.</param>
    /// <exception cref="ArgumentException">There are not twelve words of Latin letters.</exception>
    public static Secret OwnerSecret(string phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        var words = phrase.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != WordCount || !words.All(static word => word.All(char.IsAsciiLetter)))
            throw new ArgumentException($"A recovery phrase has {WordCount} words of Latin letters.", nameof(phrase));
        var utf8 = Encoding.ASCII.GetBytes(string.Join(' ', words).ToLowerInvariant());
        var secret = Argon2id.Derive(utf8, Contexts.Profile);
        CryptographicOperations.ZeroMemory(utf8);
        return secret;
    }
}
