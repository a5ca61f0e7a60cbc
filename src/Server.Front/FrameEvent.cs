namespace Tacit.Server.Front;

/// <summary>What a <see cref="FrameReader"/> met.</summary>
internal enum FrameEvent
{
    /// <summary>Nothing whole: more must come.</summary>
    None,

    /// <summary>The start of a frame. Never handed out.</summary>
    Frame,

    /// <summary>A message.</summary>
    Message,

    /// <summary>A ping, to be answered with what it carries.</summary>
    Ping,

    /// <summary>A pong that nobody asked for.</summary>
    Pong,

    /// <summary>The client says that it sends no more.</summary>
    Close,

    /// <summary>A message beyond the limit; what follows of it is dropped.</summary>
    TooLarge,

    /// <summary>Bytes that are no frame, or one that may not stand there: nothing after them can be read.</summary>
    Violation,
}
