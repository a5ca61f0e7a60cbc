using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

/// <summary>One password has many spellings in Unicode; all of them open the link.</summary>
public sealed class PasswordTests
{
    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\u1ead", "a\u0302\u0323")]
    [InlineData("\u1ead", "a\u0323\u0302")]
    [InlineData("\u1fa7", "\u03c9\u0314\u0342\u0345")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\u304c", "\u304b\u3099")]
    [InlineData("a\u0315\u0300b", "\u00e0\u0315b")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    public void It_opens_however_it_was_typed(string one, string other)
    {
        using var random = new SeededBytes(11);
        using var secret = Secret.Draw(random);
        using var plain = new Link(
            "http://localhost:8080", ChannelKind.Pad, CapabilityKind.View, 0, ChannelId.Read(random.Next(32)), secret);
        using var locked = plain.Lock(one, random);

        using var right = locked.Unlock(other);
        using var wrong = locked.Unlock(other + "\u0301");

        Assert.True(right.Secret.Matches(secret));
        Assert.False(wrong.Secret.Matches(secret));
    }
}
