namespace Tacit.Wire.Frames;

/// <summary>The first byte of a frame. Source: docs/protocol/connection.md §4.2, §4.3.</summary>
public enum FrameType : byte
{
    /// <summary>Client: the first frame.</summary>
    Hello = 0x01,

    /// <summary>Client: join a channel.</summary>
    Join = 0x02,

    /// <summary>Client: append an entry.</summary>
    Append = 0x03,

    /// <summary>Client: pass a message on to those present.</summary>
    SendEphemeral = 0x04,

    /// <summary>Client: leave a channel.</summary>
    Leave = 0x05,

    /// <summary>Client: still there.</summary>
    Ping = 0x06,

    /// <summary>Server: answers HELLO.</summary>
    Welcome = 0x81,

    /// <summary>Server: answers JOIN.</summary>
    Joined = 0x82,

    /// <summary>Server: an entry at its place.</summary>
    Entry = 0x83,

    /// <summary>Server: entries are durable.</summary>
    Ack = 0x84,

    /// <summary>Server: a message of another who is present.</summary>
    Ephemeral = 0x85,

    /// <summary>Server: all was sent up to a seq.</summary>
    Live = 0x86,

    /// <summary>Server: no, and why.</summary>
    Refused = 0x87,

    /// <summary>Server: the channel is left, and why.</summary>
    Ended = 0x88,

    /// <summary>Server: answers PING.</summary>
    Pong = 0x89,

    /// <summary>Server: the connection ends, and why.</summary>
    GoAway = 0x8A,
}
