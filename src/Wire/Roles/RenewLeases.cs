namespace Tacit.Wire.Roles;

/// <summary>Core to storage: its leases are to run on. Answered by <see cref="LeasesRenewed"/>.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Holder">Who asks.</param>
/// <param name="Shards">All shards that it believes to hold.</param>
public sealed record RenewLeases(long Request, LeaseHolder Holder, IReadOnlyList<Shard> Shards) : RoleMessage;

/// <summary>Storage to core: what of its leases it has lost.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Code"><see cref="Code.None"/>, or why nothing is known.</param>
/// <param name="Lost">The shards that are not the asker's, and whose they are.</param>
public sealed record LeasesRenewed(long Request, Code Code, IReadOnlyList<LostLease> Lost) : RoleMessage;

/// <summary>A lease that its holder has no more.</summary>
/// <param name="Shard">On which shard.</param>
/// <param name="Holder">Who has it now; nobody if it was given back.</param>
/// <param name="Token">The newest token that was granted.</param>
public readonly record struct LostLease(Shard Shard, LeaseHolder Holder, long Token);
