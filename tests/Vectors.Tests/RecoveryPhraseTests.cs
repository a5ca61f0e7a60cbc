using Tacit.Capability;
using Tacit.Seal;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>
/// phrase.json: from twelve words to the owner secret and the channel. Source: docs/protocol/profile.md §6.1.
/// </summary>
public sealed class RecoveryPhraseTests
{
    [Fact]
    public void A_phrase_gives_the_owner_secret_and_the_channel_of_the_vectors()
    {
        var cases = Read("phrase.json").List("cases");
        Assert.NotEmpty(cases);
        foreach (var one in cases)
        {
            using var owner = RecoveryPhrase.OwnerSecret(one.Text("phrase"));
            using var write = KeyTree.Narrow(owner);
            using var read = KeyTree.Narrow(write);
            var descriptor = new Descriptor(
                ChannelKind.Pad,
                AppendPolicy.Writers,
                KeyTree.PublicKey(owner),
                KeyTree.PublicKey(write),
                KeyTree.PublicKey(read));
            Assert.Equal(one.Text("secret"), Hex(owner.Bytes));
            Assert.Equal(one.Text("channelId"), descriptor.Id.ToHex());
        }
    }

    [Fact]
    public void Case_and_white_space_do_not_matter()
    {
        const string Phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        using var secret = RecoveryPhrase.OwnerSecret(Phrase);
        using var same = RecoveryPhrase.OwnerSecret(
            $"  {Phrase.ToUpperInvariant().Replace(" ", " \n ", StringComparison.Ordinal)} ");
        Assert.Equal(Hex(secret.Bytes), Hex(same.Bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("legal winner thank")]
    [InlineData("legal winner thank year wave sausage worth useful legal winner thank yell0w")]
    public void Anything_but_twelve_words_is_misuse(string phrase) =>
        Assert.Throws<ArgumentException>(() => RecoveryPhrase.OwnerSecret(phrase));
}
