using System.Buffers.Text;
using System.Text;
using Tacit.Seeds;
using Tacit.Wire;
using Tacit.Wire.Blobs;

namespace Tacit.Seal.Tests;

/// <summary>
/// Whatever comes in the place of a manifest, a reference or a proof is read or refused, and never throws.
/// </summary>
public sealed class BlobFuzzTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void A_manifest_that_was_damaged_reads_or_is_refused() => Fuzz.Run(Rounds, random =>
    {
        var size = random.NextInt64(5L * 1024 * 1024);
        var chunks = Enumerable.Range(0, (int)BlobShape.Of(size).Count)
            .Select(_ => BlobAddress.Read(Bytes(random, BlobAddress.Length)));
        var good = new BlobManifest(size, "image/png", "mühle.png", [.. chunks]);
        var bytes = good.ToArray();
        Assert.Equal(Code.None, BlobManifest.Read(bytes, out var read));
        Assert.Equal(bytes, read!.ToArray());

        // What reads is what was written: no two byte strings stand for one manifest.
        var damaged = Damage(random, bytes);
        if (BlobManifest.Read(damaged, out var other) == Code.None)
            Assert.Equal(damaged, other!.ToArray());
    });

    [Fact]
    public void A_reference_that_was_damaged_reads_or_is_refused() => Fuzz.Run(Rounds, random =>
    {
        using var good = new BlobReference(
            BlobAddress.Read(Bytes(random, BlobAddress.Length)), Bytes(random, 32), random.NextInt64(1 << 30));
        Assert.Equal(Code.None, BlobReference.Read(good.ToText(), out var read));
        using (read)
            Assert.Equal(good.ToText(), read!.ToText());
        var damaged = Encoding.UTF8.GetString(Damage(random, Encoding.UTF8.GetBytes(good.ToText())));
        BlobReference.Read(damaged, out var other);
        other?.Dispose();
    });

    [Fact]
    public void A_proof_that_is_noise_is_refused_or_reads() => Fuzz.Run(Rounds, random =>
    {
        var noise = Bytes(random, random.Next(300));
        BlobAuthorization.TryRead(Base64Url.EncodeToString(noise), out _);
        BlobAuthorization.TryRead(Encoding.Latin1.GetString(noise), out _);
    });

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        var at = random.Next(bytes.Length);
        return random.Next(3) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
        };
    }
}
