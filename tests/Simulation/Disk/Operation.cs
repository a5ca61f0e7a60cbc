using Tacit.Log;
using Tacit.Wire;

namespace Tacit.Simulation.Disk;

/// <summary>One transaction in the journal of a <see cref="SimulatedDisk"/>.</summary>
internal abstract record Operation
{
    /// <summary>Makes a channel.</summary>
    public sealed record Create(ChannelId Channel, ReadOnlyMemory<byte> Descriptor) : Operation;

    /// <summary>Appends entries.</summary>
    public sealed record Append(IReadOnlyList<PendingAppend> Batch) : Operation;

    /// <summary>Asks for a shard.</summary>
    public sealed record Acquire(Shard Shard, LeaseHolder Holder, bool TakeOver) : Operation
    {
        /// <summary>Whether a new token was granted; null as long as that was not decided.</summary>
        public bool? WasGranted { get; set; }
    }

    /// <summary>Gives shards back.</summary>
    public sealed record Release(LeaseHolder Holder, IReadOnlyList<Shard> Shards) : Operation;
}
