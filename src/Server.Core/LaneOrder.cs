using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// What a lane is told by its core, and does before all that waits for it, in this order. At most a few for each shard,
/// link and batch: they need no bound.
/// </summary>
internal abstract record LaneOrder;

/// <summary>The link to a front closed: its sessions are gone.</summary>
/// <param name="Front">The link.</param>
internal sealed record FrontGone(ILink Front) : LaneOrder;

/// <summary>
/// Batches are sent there from now on, first those that were not answered. What another link answers counts no more.
/// </summary>
/// <param name="Link">The link; null while there is none.</param>
internal sealed record StorageChanged(ILink? Link) : LaneOrder;

/// <summary>A storage answered a batch.</summary>
/// <param name="Stored">The answer.</param>
/// <param name="Link">Where it came from.</param>
internal sealed record BatchAnswered(EntriesStored Stored, ILink Link) : LaneOrder;

/// <summary>A shard was leased again, and nobody else had it in between.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Token">Its token from now on.</param>
internal sealed record ShardKept(Shard Shard, long Token) : LaneOrder;

/// <summary>A shard is served no more: its channels are forgotten, and the fronts are told.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Owner">Who has it; null if nobody or unknown.</param>
/// <param name="Token">The newest token that is known.</param>
internal sealed record ShardGone(Shard Shard, NodeId? Owner, long Token) : LaneOrder;

/// <summary>A shard is to be given back as soon as nothing of it is in flight.</summary>
/// <param name="Shard">The shard.</param>
internal sealed record ShardYielded(Shard Shard) : LaneOrder;
