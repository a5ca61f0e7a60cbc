using Tacit.Capability;
using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>Who somebody says it is, and how that is checked.</summary>
/// <param name="Channel">Where it wants in.</param>
/// <param name="By">Which key it says it has.</param>
/// <param name="Grant">The author's grant: there exactly when an author key signed.</param>
/// <param name="IsProvenBy">Whether the proof was made by this public key.</param>
internal readonly record struct Claim(ChannelId Channel, ProofBy By, Grant? Grant, ProvenBy IsProvenBy)
{
    /// <summary>The claim of a join.</summary>
    public static Claim Of(JoinChannel join)
    {
        var frame = join.Join;
        return new(frame.Channel, frame.By, frame.Grant, key => JoinProof.Verify(
            key, join.Challenge.Span, join.Audience, frame.Channel, frame.By, frame.Signature.Span));
    }

    /// <summary>The claim of a request about blobs.</summary>
    public static Claim Of(AdmitBlobRequest asked)
    {
        var proof = asked.Authorization;
        return new(asked.Channel, proof.By, proof.Grant, key => BlobRequestProof.Verify(
            key, asked.Audience, asked.Channel, proof.By, proof.At, asked.Method, asked.Subject.Span,
            proof.Signature.Span));
    }
}

/// <summary>Checks a proof against a public key of 32 bytes.</summary>
internal delegate bool ProvenBy(ReadOnlySpan<byte> key);
