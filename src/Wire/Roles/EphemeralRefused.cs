namespace Tacit.Wire.Roles;

/// <summary>Core to front: an ephemeral message was not passed on.</summary>
/// <param name="Session">Who sent it.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Code">Why.</param>
public sealed record EphemeralRefused(long Session, ChannelId Channel, Code Code) : RoleMessage;
