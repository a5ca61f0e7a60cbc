using Tacit.Crypto;

namespace Tacit.Seal;

/// <summary>
/// The keys that seal in one epoch of one channel. Wiped on disposal. Source: docs/protocol/keys.md §1.1.
/// </summary>
public sealed class EpochKeys : IDisposable
{
    /// <summary>Derives the keys; <paramref name="epochKey"/> stays its owner's.</summary>
    public EpochKeys(long epoch, Secret epochKey)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        Content = epochKey.Derive(4);
        ContentCommitment = epochKey.Derive(5);
        Ephemeral = epochKey.Derive(6);
        EphemeralCommitment = epochKey.Derive(7);
        Wrap = epochKey.Derive(8);
    }

    /// <summary>Which epoch.</summary>
    public long Epoch { get; }

    internal Secret Content { get; }

    internal Secret ContentCommitment { get; }

    internal Secret Ephemeral { get; }

    internal Secret EphemeralCommitment { get; }

    internal Secret Wrap { get; }

    /// <summary>The keys of the epoch that a read secret belongs to.</summary>
    public static EpochKeys Of(long epoch, Secret readSecret)
    {
        using var epochKey = KeyTree.EpochKey(readSecret);
        return new(epoch, epochKey);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Content.Dispose();
        ContentCommitment.Dispose();
        Ephemeral.Dispose();
        EphemeralCommitment.Dispose();
        Wrap.Dispose();
    }
}
