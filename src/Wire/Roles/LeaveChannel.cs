namespace Tacit.Wire.Roles;

/// <summary>Front to core: a session leaves a channel, or its connection ended.</summary>
/// <param name="Session">The session.</param>
/// <param name="Channel">The channel.</param>
public sealed record LeaveChannel(long Session, ChannelId Channel) : RoleMessage;
