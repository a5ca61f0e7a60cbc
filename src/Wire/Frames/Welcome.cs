namespace Tacit.Wire.Frames;

/// <summary>Answers HELLO: the version, the challenge for proofs, and the server's limits.</summary>
public sealed record Welcome : ServerFrame
{
    /// <summary>The version that the connection speaks.</summary>
    public required long Version { get; init; }

    /// <summary>What proofs on this connection sign, 32 random bytes.</summary>
    public required ReadOnlyMemory<byte> Challenge { get; init; }

    /// <summary>The server's name and version.</summary>
    public required string Server { get; init; }

    /// <summary>The host that the server was called by. Source: keys.md §1.5.</summary>
    public required string Audience { get; init; }

    /// <summary>The most bytes of an entry.</summary>
    public required long EntrySizeMax { get; init; }

    /// <summary>The most bytes of an ephemeral message.</summary>
    public required long EphemeralSizeMax { get; init; }

    /// <summary>The most bytes of a message.</summary>
    public required long MessageSizeMax { get; init; }

    /// <summary>The most channels of a connection.</summary>
    public required long ChannelCountMax { get; init; }

    /// <summary>A connection that was silent for so many seconds is ended.</summary>
    public required long IdleSeconds { get; init; }

    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Byte((byte)FrameType.Welcome).Varint(Version).Bytes(Challenge.Span).String(Server).String(Audience)
        .Varint(EntrySizeMax).Varint(EphemeralSizeMax).Varint(MessageSizeMax).Varint(ChannelCountMax)
        .Varint(IdleSeconds);

    internal static Welcome? Read(ref WireReader reader)
    {
        if (!reader.TryReadVarint(out var version)
            || !reader.TryReadBytes(Protocol.ChallengeLength, out var challenge)
            || !reader.TryReadString(Protocol.TextSizeMax, out var server)
            || !reader.TryReadString(Protocol.TextSizeMax, out var audience)
            || !reader.TryReadVarint(out var entrySizeMax)
            || !reader.TryReadVarint(out var ephemeralSizeMax)
            || !reader.TryReadVarint(out var messageSizeMax)
            || !reader.TryReadVarint(out var channelCountMax)
            || !reader.TryReadVarint(out var idleSeconds))
        {
            return null;
        }

        return new()
        {
            Version = version,
            Challenge = challenge.ToArray(),
            Server = server,
            Audience = audience,
            EntrySizeMax = entrySizeMax,
            EphemeralSizeMax = ephemeralSizeMax,
            MessageSizeMax = messageSizeMax,
            ChannelCountMax = channelCountMax,
            IdleSeconds = idleSeconds,
        };
    }
}
