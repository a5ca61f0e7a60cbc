namespace Tacit.Wire.Roles;

/// <summary>Core to storage: gives shards back. Not answered: who asks for them next may also take them over.</summary>
/// <param name="Holder">Who gives back.</param>
/// <param name="Shards">Which.</param>
public sealed record ReleaseLeases(LeaseHolder Holder, IReadOnlyList<Shard> Shards) : RoleMessage;
