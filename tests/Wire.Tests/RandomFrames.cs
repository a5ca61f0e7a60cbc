using Tacit.Wire.Frames;

namespace Tacit.Wire.Tests;

/// <summary>Draws frames of every kind from a seeded generator.</summary>
internal sealed class RandomFrames(Random random)
{
    public ClientFrame Client() => random.Next(6) switch
    {
        0 => new Hello(1, 1 + Number(), Text(20)),
        1 => Join(),
        2 => new Append(Number(), Bytes(random.Next(1, 300))),
        3 => new SendEphemeral(Number(), Bytes(random.Next(0, 300))),
        4 => new Leave(Number()),
        _ => new Ping((ulong)random.NextInt64()),
    };

    public ServerFrame Server() => random.Next(10) switch
    {
        0 => new Welcome
        {
            Version = Number(),
            Challenge = Bytes(Protocol.ChallengeLength),
            Server = Text(40),
            Audience = Text(40),
            EntrySizeMax = Number(),
            EphemeralSizeMax = Number(),
            MessageSizeMax = Number(),
            ChannelCountMax = Number(),
            IdleSeconds = Number(),
        },
        1 => new Joined
        {
            Request = Number(),
            Handle = Number(),
            Role = (Role)random.Next(3),
            Descriptor = Bytes(Protocol.DescriptorLength),
            Incarnation = Incarnation.Read(Bytes(16)),
            Head = Number(),
            Epoch = Number(),
            LastCounter = Number(),
            SizeBytes = Number(),
            SizeMaxBytes = Number(),
        },
        2 => new Entry(Number(), Number(), Bytes(random.Next(1, 300))),
        3 => new Ack(Number(), Number(), Number(), 1 + Number()),
        4 => new Ephemeral(Number(), Bytes(random.Next(0, 300))),
        5 => new Live(Number(), Number()),
        6 => new Refused((RefusedSubject)random.Next(1, 4), Number(), 0, Code.Internal, Number(), Text(80)),
        7 => new Ended(Number(), Code.EpochStale, Text(80)),
        8 => new Pong((ulong)random.NextInt64()),
        _ => new GoAway(Code.Draining, Number(), Text(80)),
    };

    public Join Join()
    {
        var by = (ProofBy)random.Next(1, 4);
        var clock = random.Next(2) == 0 ? null : Clock();
        return new()
        {
            Request = Number(),
            Channel = ChannelId.Read(Bytes(32)),
            By = by,
            Signature = Bytes(64),
            Descriptor = random.Next(2) == 0 ? default : Bytes(Protocol.DescriptorLength),
            Grant = by == ProofBy.AuthorKey
                ? new Grant(Bytes(32), Role.Writer, Number(), Number(), GrantedBy.WriteKey, Bytes(64))
                : null,
            History = random.Next(2) == 0,
            Incarnation = clock is null ? Incarnation.Read(Bytes(16)) : default,
            After = clock is null ? Number() : 0,
            Clock = clock,
        };
    }

    public VectorClock Clock() => VectorClock.From(Enumerable.Range(0, random.Next(5))
        .Select(_ => (new AuthorId((ulong)random.NextInt64() | 1), 1 + Number())));

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private long Number() => random.NextInt64() >> random.Next(11, 63);

    private string Text(int lengthMax) =>
        string.Concat(Enumerable.Range(0, random.Next(lengthMax)).Select(_ => (char)random.Next('a', 'z')));
}
