using System.Security.Cryptography;

namespace Tacit.Crdt;

/// <summary>How a <see cref="Doc"/> begins. All but the client id and where ids come from is Yjs's.</summary>
public sealed record DocOptions
{
    /// <summary>
    /// The name under which a sub-document is known to its parent; a random UUID where none is given.
    /// </summary>
    public string Guid { get; init; } = System.Guid.NewGuid().ToString();

    /// <summary>
    /// The writer's id, 0 to 2^53 - 1; null takes one from <see cref="NewClientId"/>. Two documents that write under
    /// one id corrupt each other without any error, so an id belongs to one <see cref="Doc"/> in one process, once.
    /// </summary>
    public long? ClientId { get; init; }

    /// <summary>Where new client ids come from; 32 random bits by default, as in Yjs 13.</summary>
    public Func<long> NewClientId { get; init; } = static () =>
        BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

    /// <summary>Whether deleted content is dropped. Without, snapshots of earlier states can be restored.</summary>
    public bool CollectGarbage { get; init; } = true;

    /// <summary>Of deleted items, which may be dropped: all where this is null.</summary>
    public Func<Id, bool>? GarbageFilter { get; init; }

    /// <summary>Whether peers should load this sub-document when its parent is.</summary>
    public bool AutoLoad { get; init; }

    /// <summary>Whether this sub-document should be loaded here.</summary>
    public bool ShouldLoad { get; init; } = true;

    /// <summary>
    /// What a sub-document wants to say about itself to those who have not loaded it; null for nothing.
    /// </summary>
    public Any Meta { get; init; } = Any.Null;

    /// <summary>What an update may ask for.</summary>
    public DecodeLimits Limits { get; init; } = DecodeLimits.Default;
}
