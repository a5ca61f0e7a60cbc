using System.Security.Cryptography;
using Tacit.Seeds;

namespace Tacit.Crypto.Tests;

/// <summary>A caller that errs gets an exception; bytes from outside that err get a no.</summary>
public sealed class MisuseAndHostilityTests
{
    private static readonly SeededBytes Drawn = new(1);

    [Fact]
    public void What_was_changed_anywhere_does_not_decrypt()
    {
        using var key = Secret.Draw(Drawn);
        var nonce = Drawn.Next(XChaCha20Poly1305.NonceLength);
        var data = "to whom"u8.ToArray();
        var ciphertext = new byte[5 + XChaCha20Poly1305.TagLength];
        XChaCha20Poly1305.Encrypt(key, nonce, data, "hello"u8, ciphertext);
        var plaintext = new byte[5];
        Assert.True(XChaCha20Poly1305.TryDecrypt(key, nonce, data, ciphertext, plaintext));
        Assert.Equal("hello"u8.ToArray(), plaintext);

        foreach (var bytes in new[] { nonce, data, ciphertext })
        {
            for (var at = 0; at < bytes.Length; at++)
            {
                bytes[at] ^= 1;
                Assert.False(XChaCha20Poly1305.TryDecrypt(key, nonce, data, ciphertext, plaintext));
                Assert.Equal(new byte[5], plaintext);
                bytes[at] ^= 1;
            }
        }
    }

    [Fact]
    public void Signatures_and_keys_that_are_not_right_do_not_verify()
    {
        using var key = new SigningKey(Drawn.Next(32));
        var signature = key.Sign("words"u8);
        Assert.True(Ed25519.Verify(key.PublicKey.Span, "words"u8, signature));

        Assert.False(Ed25519.Verify(key.PublicKey.Span, "word"u8, signature));
        Assert.False(Ed25519.Verify(key.PublicKey.Span, "words"u8, signature.AsSpan(1)));
        Assert.False(Ed25519.Verify(key.PublicKey.Span[1..], "words"u8, signature));
        Assert.False(Ed25519.Verify(new byte[32], "words"u8, signature));
        Assert.False(Ed25519.Verify([], [], []));
        Fuzz.Run(300, random => Assert.False(
            Ed25519.Verify(random.Bytes(32), random.Bytes(random.Next(9)), random.Bytes(64))));
    }

    [Fact]
    public void A_box_opens_for_its_recipient_alone()
    {
        using var recipient = new SigningKey(Drawn.Next(32));
        using var other = new SigningKey(Drawn.Next(32));
        var content = Drawn.Next(32);
        var box = new byte[32 + SealedBox.Overhead];
        var opened = new byte[32];

        Assert.True(SealedBox.TrySeal(recipient.PublicKey.Span, content, box));
        Assert.True(SealedBox.TryOpen(recipient, box, opened));
        Assert.Equal(content, opened);
        Assert.False(SealedBox.TryOpen(other, box, opened));
        Assert.Equal(new byte[32], opened);
        Assert.False(SealedBox.TryOpen(recipient, box.AsSpan(0, 20), []));
        box[40] ^= 1;
        Assert.False(SealedBox.TryOpen(recipient, box, opened));
    }

    [Fact]
    public void Nothing_is_sealed_to_a_key_that_is_no_point()
    {
        var box = new byte[SealedBox.Overhead];

        Assert.False(SealedBox.TrySeal(new byte[32], [], box));
        Assert.False(SealedBox.TrySeal(Enumerable.Repeat((byte)0xFF, 32).ToArray(), [], box));
        Assert.False(SealedBox.TrySeal(new byte[31], [], box));
    }

    [Fact]
    public void Wrong_lengths_of_the_caller_throw()
    {
        using var key = Secret.Draw(Drawn);
        using var signer = new SigningKey(Drawn.Next(32));
        Assert.Throws<ArgumentException>(() => new Secret(new byte[31]));
        Assert.Throws<ArgumentException>(() => new SigningKey(new byte[33]));
        Assert.Throws<ArgumentException>(() => signer.Sign([], new byte[63]));
        Assert.Throws<ArgumentException>(() => XChaCha20Poly1305.Encrypt(key, new byte[23], [], [], new byte[16]));
        Assert.Throws<ArgumentException>(() => XChaCha20Poly1305.Encrypt(key, new byte[24], [], [], new byte[15]));
        Assert.Throws<ArgumentException>(() =>
            XChaCha20Poly1305.TryDecrypt(key, new byte[24], [], new byte[16], new byte[1]));
        Assert.Throws<ArgumentException>(() => Argon2id.Derive([], new byte[15]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blake2b.Hash([], new byte[15]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blake2b.Hash([], new byte[15], new byte[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => key.Derive(-1));
        Assert.False(XChaCha20Poly1305.TryDecrypt(key, new byte[24], [], new byte[15], []));
    }

    [Fact]
    public void What_was_wiped_is_gone()
    {
        var secret = Secret.Draw(Drawn);
        var signer = new SigningKey(Drawn.Next(32));
        secret.Dispose();
        secret.Dispose();
        signer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => secret.Bytes.Length);
        Assert.Throws<ObjectDisposedException>(() => secret.Derive(1));
        Assert.Throws<ObjectDisposedException>(() => signer.Sign([1]));
        Assert.Equal(32, signer.PublicKey.Length);
    }

    [Fact]
    public void Nothing_prints_a_secret()
    {
        using var secret = new Secret(Drawn.Next(32));

        Assert.Equal(typeof(Secret).FullName, secret.ToString());
    }

    [Fact]
    public void Hashing_in_pieces_is_hashing_at_once() => Fuzz.Run(50, random =>
    {
        var data = random.Bytes(random.Next(600));
        var key = random.Next(2) == 0 ? [] : random.Bytes(random.Next(16, 65));
        var length = random.Next(16, 65);
        var atOnce = new byte[length];
        Blake2b.Hash(data, key, atOnce);

        using var hash = new Blake2b(length, key);
        for (var at = 0; at < data.Length;)
        {
            var piece = random.Next(1, data.Length - at + 1);
            hash.Append(data.AsSpan(at, piece));
            at += piece;
        }

        var inPieces = new byte[length];
        hash.Finish(inPieces);
        Assert.Equal(atOnce, inPieces);
        Assert.Throws<ObjectDisposedException>(() => hash.Append([1]));
    });

    [Fact]
    public void Secrets_match_by_their_bytes()
    {
        using var one = new Secret(RandomNumberGenerator.GetBytes(32));
        using var same = one.Copy();
        using var other = one.Derive(1);

        Assert.True(one.Matches(same));
        Assert.False(one.Matches(other));
    }
}
