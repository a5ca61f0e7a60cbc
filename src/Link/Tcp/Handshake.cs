using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Link.Tcp;

/// <summary>
/// How two nodes find out who the other is. Each shows that it knows the secret, and neither shows it:
/// <code>
/// who dials                     who listens
///   greeting ──────────────────▶  version, role, name
///            ◀────────────────── greeting, or refusal
///   proof    ──────────────────▶  checks it
///            ◀────────────────── proof, or refusal
/// </code>
/// Each is a frame whose first byte says what it is.
/// </summary>
internal static class Handshake
{
    private const int FrameSizeMax = 256;

    private enum Part : byte
    {
        Greeting = 1,
        Proof = 2,
        Refusal = 3,
    }

    /// <summary>Goes through it as the one who dials.</summary>
    /// <param name="wire">The connection.</param>
    /// <param name="identity">Who dials.</param>
    /// <param name="peer">Who is called.</param>
    /// <param name="random">Draws the nonce.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="LinkRefusal.None"/> once both know each other, or why not.</returns>
    /// <exception cref="EndOfStreamException">The connection ended before.</exception>
    public static async Task<LinkRefusal> DialAsync(
        LinkWire wire,
        LinkIdentity identity,
        NodeId peer,
        RandomNumberGenerator random,
        CancellationToken cancellationToken)
    {
        var mine = GreetingOf(identity, peer, random).Write();
        await SendAsync(wire, Part.Greeting, mine, cancellationToken);
        var (part, theirs) = await ReceiveAsync(wire, cancellationToken);
        if (part != Part.Greeting)
            return RefusalIn(part, theirs);
        var refusal = Greeting.Read(theirs.Span, identity.SpokenVersion, out var greeting);
        if (refusal != LinkRefusal.None)
            return refusal;
        if (greeting.From != peer)
            return LinkRefusal.OtherNode;

        var proof = LinkProof.Make(identity.ProofKey, byDialer: true, mine, theirs.Span, wire.Binding);
        await SendAsync(wire, Part.Proof, proof, cancellationToken);
        (part, var shown) = await ReceiveAsync(wire, cancellationToken);
        if (part != Part.Proof)
            return RefusalIn(part, shown);
        var expected = LinkProof.Make(identity.ProofKey, byDialer: false, mine, theirs.Span, wire.Binding);
        return LinkProof.Fits(expected, shown.Span) ? LinkRefusal.None : LinkRefusal.WrongSecret;
    }

    /// <summary>Goes through it as the one who listens, up to the answer.</summary>
    /// <param name="wire">The connection.</param>
    /// <param name="identity">Who listens.</param>
    /// <param name="mayDial">Whether nodes of a role connect here.</param>
    /// <param name="random">Draws the nonce.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Who it is and the proof to answer with, or why not: then the caller refuses.</returns>
    /// <exception cref="EndOfStreamException">The connection ended before.</exception>
    /// <exception cref="InvalidDataException">What came is no frame of a node.</exception>
    public static async Task<Caller> AcceptAsync(
        LinkWire wire,
        LinkIdentity identity,
        Func<NodeRole, bool> mayDial,
        RandomNumberGenerator random,
        CancellationToken cancellationToken)
    {
        var (part, theirs) = await ReceiveAsync(wire, cancellationToken);
        if (part != Part.Greeting)
            return new(LinkRefusal.Malformed);
        var refusal = Greeting.Read(theirs.Span, identity.SpokenVersion, out var greeting);
        if (refusal != LinkRefusal.None)
            return new(refusal);
        if (greeting.To != identity.Id)
            return new(LinkRefusal.OtherNode, greeting.From);
        if (!mayDial(greeting.From.Role))
            return new(LinkRefusal.WrongRole, greeting.From);

        var mine = GreetingOf(identity, greeting.From, random).Write();
        await SendAsync(wire, Part.Greeting, mine, cancellationToken);
        (part, var shown) = await ReceiveAsync(wire, cancellationToken);
        var expected = LinkProof.Make(identity.ProofKey, byDialer: true, theirs.Span, mine, wire.Binding);
        if (part != Part.Proof || !LinkProof.Fits(expected, shown.Span))
            return new(LinkRefusal.WrongSecret, greeting.From);
        var answer = LinkProof.Make(identity.ProofKey, byDialer: false, theirs.Span, mine, wire.Binding);
        return new(LinkRefusal.None, greeting.From, greeting.Instance, answer);
    }

    /// <summary>Lets the caller in.</summary>
    public static ValueTask AnswerAsync(LinkWire wire, Caller caller, CancellationToken cancellationToken) =>
        SendAsync(wire, Part.Proof, caller.Answer, cancellationToken);

    /// <summary>Says no.</summary>
    public static ValueTask RefuseAsync(LinkWire wire, LinkRefusal refusal, CancellationToken cancellationToken) =>
        SendAsync(wire, Part.Refusal, new[] { (byte)refusal }, cancellationToken);

    private static Greeting GreetingOf(LinkIdentity identity, NodeId peer, RandomNumberGenerator random)
    {
        var nonce = new byte[Greeting.NonceLength];
        random.GetBytes(nonce);
        return new(identity.SpokenVersion, identity.Id, peer, identity.Instance, nonce);
    }

    private static LinkRefusal RefusalIn(Part part, ReadOnlyMemory<byte> body)
    {
        if (part != Part.Refusal || body.Length != 1)
            return LinkRefusal.Malformed;
        var refusal = (LinkRefusal)body.Span[0];
        return refusal == LinkRefusal.None || !Enum.IsDefined(refusal) ? LinkRefusal.Malformed : refusal;
    }

    private static ValueTask SendAsync(
        LinkWire wire, Part part, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        wire.WriteFrameAsync((byte[])[(byte)part, .. body.Span], cancellationToken);

    private static async ValueTask<(Part Part, ReadOnlyMemory<byte> Body)> ReceiveAsync(
        LinkWire wire, CancellationToken cancellationToken)
    {
        var frame = await wire.ReadFrameAsync(FrameSizeMax, cancellationToken);
        return ((Part)frame[0], frame.AsMemory(1));
    }
}

/// <summary>Who called.</summary>
/// <param name="Refusal"><see cref="LinkRefusal.None"/>, or why the link is not taken.</param>
/// <param name="Id">Who it says it is; the default if that was not read.</param>
/// <param name="Instance">Which start of that process.</param>
/// <param name="Answer">The proof of the one who listens.</param>
internal sealed record Caller(LinkRefusal Refusal, NodeId Id = default, ulong Instance = 0, byte[]? Answer = null);
