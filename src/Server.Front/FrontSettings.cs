using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Front;

/// <summary>A front's limits. The defaults are those of docs/protocol/connection.md §4.9.</summary>
public sealed record FrontSettings
{
    /// <summary>The server's name and version, for WELCOME.</summary>
    public string Server { get; init; } = "tacit";

    /// <summary>
    /// Origins of web pages that may connect beside the server's own, such as <c>https://app.example</c>.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The most bytes of an entry.</summary>
    public int EntrySizeMax { get; init; } = EntryHeader.EntrySizeMax;

    /// <summary>The most bytes of an ephemeral message.</summary>
    public int EphemeralSizeMax { get; init; } = Protocol.EphemeralSizeMax;

    /// <summary>The most bytes of a message.</summary>
    public int MessageSizeMax { get; init; } = Protocol.MessageSizeMax;

    /// <summary>The most bytes that wait to be sent to one connection.</summary>
    public int OutboxSizeMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most bytes of entries of one connection that wait for their answer.</summary>
    public int WindowSizeMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most bytes of entries of all connections that wait for their answer.</summary>
    public int WindowsSizeMax { get; init; } = 512 * 1024 * 1024;

    /// <summary>The most channels of one connection.</summary>
    public int ChannelCountMax { get; init; } = 1024;

    /// <summary>The most connections.</summary>
    public int ConnectionCountMax { get; init; } = 20_000;

    /// <summary>The most connections of one address.</summary>
    public int ConnectionsPerAddressMax { get; init; } = 1000;

    /// <summary>Joins of a connection.</summary>
    public Rate JoinRate { get; init; } = new(PerSecond: 200, Burst: 2000);

    /// <summary>Ephemeral messages of a connection.</summary>
    public Rate EphemeralRate { get; init; } = new(PerSecond: 100, Burst: 200);

    /// <summary>Channels made from one address.</summary>
    public Rate CreateRate { get; init; } = new(PerSecond: 1, Burst: 300);

    /// <summary>Requests about blobs of one address.</summary>
    public Rate BlobRate { get; init; } = new(PerSecond: 200, Burst: 2000);

    /// <summary>The most requests about blobs of one address at a time.</summary>
    public int BlobRequestsPerAddressMax { get; init; } = 64;

    /// <summary>The most bytes of chunks that are on their way in or out.</summary>
    public long BlobBytesMax { get; init; } = 256 * 1024 * 1024;

    /// <summary>After so many wrong proofs within <see cref="ProofWindow"/> an address is blocked.</summary>
    public int FailedProofsMax { get; init; } = 20;

    /// <summary>Over which time wrong proofs are counted, and how long an address is then blocked.</summary>
    public TimeSpan ProofWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client may take to say HELLO.</summary>
    public TimeSpan HelloWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection that was silent for so long is ended.</summary>
    public TimeSpan IdleMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a join waits for a core that serves the channel.</summary>
    public TimeSpan JoinWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a channel may be without a core, before its connections are told to try elsewhere.</summary>
    public TimeSpan MoveWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection that is told to go may take to do so.</summary>
    public TimeSpan CloseWait { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How often something may happen.</summary>
/// <param name="PerSecond">On average.</param>
/// <param name="Burst">At once, after a quiet time.</param>
public readonly record struct Rate(double PerSecond, double Burst);
