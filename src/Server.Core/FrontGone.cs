using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>To a lane: the link to a front closed, so its sessions are gone. Never leaves the core.</summary>
internal sealed record FrontGone : RoleMessage;
