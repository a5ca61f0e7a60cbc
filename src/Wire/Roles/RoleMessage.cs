namespace Tacit.Wire.Roles;

/// <summary>
/// What one role says to another. Plain data: no message holds a reference into its sender, so a link may pass the
/// object itself or its bytes. Memory in a message is never changed after it was sent.
/// </summary>
public abstract record RoleMessage;
