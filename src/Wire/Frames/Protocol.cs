namespace Tacit.Wire.Frames;

/// <summary>The constants of the connection. Source: docs/protocol/connection.md.</summary>
public static class Protocol
{
    /// <summary>The protocol's version, the only one so far.</summary>
    public const long Version = 1;

    /// <summary>The WebSocket subprotocol.</summary>
    public const string Subprotocol = "tacit.1";

    /// <summary>The path of the WebSocket.</summary>
    public const string Path = "/sync";

    /// <summary>The most bytes of a message, in either direction.</summary>
    public const int MessageSizeMax = 4 * 1024 * 1024;

    /// <summary>The most bytes of an ephemeral message.</summary>
    public const int EphemeralSizeMax = 64 * 1024;

    /// <summary>The most bytes of a frame's sentence, of an agent or of a server string.</summary>
    public const int TextSizeMax = 1024;

    /// <summary>The most bytes of HELLO's agent.</summary>
    public const int AgentSizeMax = 64;

    /// <summary>Bytes of a challenge.</summary>
    public const int ChallengeLength = 32;

    /// <summary>Bytes of a descriptor.</summary>
    public const int DescriptorLength = 99;

    /// <summary>Bytes of PING's and PONG's token.</summary>
    public const int TokenLength = 8;

    /// <summary>WebSocket close codes are this plus the code. Source: §4.8.</summary>
    public const int CloseCodeBase = 4000;
}
