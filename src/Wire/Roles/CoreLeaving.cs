namespace Tacit.Wire.Roles;

/// <summary>
/// Core to front: this core is about to end and gives back its shards one by one. It is not to be asked for any more
/// over this link.
/// </summary>
public sealed record CoreLeaving : RoleMessage;
