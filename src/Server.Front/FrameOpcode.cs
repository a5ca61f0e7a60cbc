namespace Tacit.Server.Front;

/// <summary>The kind of a WebSocket frame. Source: RFC 6455 §11.8.</summary>
internal enum FrameOpcode : byte
{
    /// <summary>Goes on with a message.</summary>
    Continuation = 0x0,

    /// <summary>A message of bytes, or its start.</summary>
    Binary = 0x2,

    /// <summary>The sender sends no more.</summary>
    Close = 0x8,

    /// <summary>Asks for a pong.</summary>
    Ping = 0x9,

    /// <summary>Answers a ping.</summary>
    Pong = 0xA,
}
