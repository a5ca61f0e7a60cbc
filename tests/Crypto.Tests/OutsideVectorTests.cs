using System.Text;

namespace Tacit.Crypto.Tests;

/// <summary>What others published or computed, so that a wrong binding cannot agree with itself.</summary>
public sealed class OutsideVectorTests
{
    private static readonly byte[] Counting = [.. Enumerable.Range(0, 32).Select(one => (byte)one)];

    [Fact]
    public void Blake2b_is_that_of_RFC_7693_appendix_A()
    {
        var output = new byte[64];
        Blake2b.Hash("abc"u8, output);

        Assert.Equal(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
            Convert.ToHexStringLower(output));
    }

    // Computed with Python's hashlib.blake2b, which is the reference code.
    [Fact]
    public void Shorter_and_keyed_hashes_are_those_of_the_reference_code()
    {
        var output = new byte[16];
        Blake2b.Hash("abc"u8, Counting, output);

        Assert.Equal("1a64be47e4729d951c302ee543f97cf3", Convert.ToHexStringLower(output));
        Assert.Equal(
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
            Convert.ToHexStringLower(Blake2b.Hash("abc"u8)));
    }

    // Computed with Python: blake2b(key, salt = number, person = "tacit-v1"), as libsodium documents its KDF.
    [Theory]
    [InlineData(0, "ae4a98ddc900668d5c35ea4ed122cf04329869d6ac1d94fb28b66943106b2660")]
    [InlineData(1, "88b1aea04d0259428fc42e187483eade0dc55409d3122f7f5fe73b056359ccfd")]
    [InlineData(8, "ed05a4bdede739638df412bb1d9a94d1dd7e66c63ba40a07a85fe3f996b63e42")]
    public void Derivation_is_the_salted_BLAKE2b_that_libsodium_documents(int number, string expected)
    {
        using var secret = new Secret(Counting);
        using var derived = secret.Derive(number);

        Assert.Equal(expected, Convert.ToHexStringLower(derived.Bytes));
    }

    [Fact]
    public void Ed25519_is_that_of_RFC_8032_section_7_1_test_2()
    {
        using var key = new SigningKey(
            Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        var signature = key.Sign([0x72]);

        Assert.Equal(
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            Convert.ToHexStringLower(key.PublicKey.Span));
        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(signature));
    }

    [Fact]
    public void XChaCha20Poly1305_is_that_of_its_draft_appendix_A_3_1()
    {
        using var key = new Secret(
            Convert.FromHexString("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
        var nonce = Convert.FromHexString("404142434445464748494a4b4c4d4e4f5051525354555657");
        var data = Convert.FromHexString("50515253c0c1c2c3c4c5c6c7");
        var plaintext = Encoding.ASCII.GetBytes(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
            + "sunscreen would be it.");
        var ciphertext = new byte[plaintext.Length + XChaCha20Poly1305.TagLength];
        XChaCha20Poly1305.Encrypt(key, nonce, data, plaintext, ciphertext);

        Assert.Equal(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
            + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49",
            Convert.ToHexStringLower(ciphertext));
    }

    // Computed with the reference code's command line: argon2 -id -t 3 -k 65536 -p 1 -l 32.
    [Fact]
    public void Argon2id_is_that_of_the_reference_code()
    {
        using var derived = Argon2id.Derive("correct horse"u8, "sixteen-byte-slt"u8);

        Assert.Equal(
            "e0d2f9c3e45b8646d6217a1aa14160bf6cf59ea1c740fd69e39e292aee7b0d94",
            Convert.ToHexStringLower(derived.Bytes));
    }
}
