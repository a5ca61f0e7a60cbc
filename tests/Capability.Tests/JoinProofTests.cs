using Tacit.Crypto;
using Tacit.Seeds;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Capability.Tests;

public sealed class JoinProofTests
{
    private static readonly SeededBytes Bytes = new(4);
    private static readonly SigningKey Key = new(Bytes.Next(32));
    private static readonly SigningKey Other = new(Bytes.Next(32));
    private static readonly ChannelId Channel = ChannelId.Read(Bytes.Next(32));
    private static readonly byte[] Challenge = Bytes.Next(32);

    [Fact]
    public void A_proof_verifies_for_what_it_was_made_for_and_nothing_else()
    {
        var proof = JoinProof.Sign(Key, Challenge, "pads.example:8080", Channel, ProofBy.ReadKey);

        Assert.True(Verify(Key, Challenge, "pads.example:8080", Channel, ProofBy.ReadKey));
        Assert.False(Verify(Other, Challenge, "pads.example:8080", Channel, ProofBy.ReadKey));
        Assert.False(Verify(Key, Bytes.Next(32), "pads.example:8080", Channel, ProofBy.ReadKey));
        Assert.False(Verify(Key, Challenge, "pads.example", Channel, ProofBy.ReadKey));
        Assert.False(Verify(Key, Challenge, "pads.example:8080", ChannelId.Read(Bytes.Next(32)), ProofBy.ReadKey));
        Assert.False(Verify(Key, Challenge, "pads.example:8080", Channel, ProofBy.OwnerKey));
        Assert.False(Verify(Key, Challenge[1..], "pads.example:8080", Channel, ProofBy.ReadKey));

        bool Verify(SigningKey key, byte[] challenge, string audience, ChannelId channel, ProofBy by) =>
            JoinProof.Verify(key.PublicKey.Span, challenge, audience, channel, by, proof);
    }

    [Fact]
    public void The_case_of_a_host_name_does_not_matter()
    {
        var proof = JoinProof.Sign(Key, Challenge, "Pads.Example", Channel, ProofBy.AuthorKey);

        Assert.True(JoinProof.Verify(
            Key.PublicKey.Span, Challenge, "pads.example", Channel, ProofBy.AuthorKey, proof));
    }

    [Fact]
    public void A_challenge_of_another_length_is_misuse_to_sign() => Assert.Throws<ArgumentException>(() =>
        JoinProof.Sign(Key, Challenge.AsSpan(1), "pads.example", Channel, ProofBy.ReadKey));
}
