using Tacit.Capability;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// The public keys of a channel through its epochs, and who was removed: what proofs and grants are checked against.
/// Immutable. Source: docs/protocol/keys.md §1.4 to §1.7.
/// </summary>
internal sealed class ChannelKeys
{
    private readonly List<(ReadOnlyMemory<byte> Write, ReadOnlyMemory<byte> Read)> _byEpoch;
    private readonly Dictionary<AuthorId, long> _cuts;

    private ChannelKeys(
        Descriptor descriptor,
        List<(ReadOnlyMemory<byte> Write, ReadOnlyMemory<byte> Read)> byEpoch,
        Dictionary<AuthorId, long> cuts)
    {
        Descriptor = descriptor;
        _byEpoch = byEpoch;
        _cuts = cuts;
    }

    /// <summary>The channel's descriptor.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>The current epoch.</summary>
    public long Epoch => _byEpoch.Count - 1;

    /// <summary>The write key of the current epoch.</summary>
    public ReadOnlySpan<byte> WriteKey => _byEpoch[^1].Write.Span;

    /// <summary>The read key of the current epoch.</summary>
    public ReadOnlySpan<byte> ReadKey => _byEpoch[^1].Read.Span;

    /// <summary>The keys of a channel that has no epoch after the first.</summary>
    public static ChannelKeys Of(Descriptor descriptor) =>
        new(descriptor, [(descriptor.WriteKey, descriptor.ReadKey)], []);

    /// <summary>The keys of a channel that a storage has found.</summary>
    public static ChannelKeys Of(ChannelFound found)
    {
        if (!Descriptor.TryRead(found.Descriptor.Span, out var descriptor))
            throw new InvalidOperationException("The store holds a descriptor that does not read.");
        var keys = Of(descriptor);
        foreach (var entry in found.EpochEntries)
            keys = keys.After(entry.Span);
        return keys;
    }

    /// <summary>The keys after one more EPOCH entry.</summary>
    /// <param name="entry">The whole entry, which a log has accepted.</param>
    public ChannelKeys After(ReadOnlySpan<byte> entry)
    {
        if (!EntryHeader.TryRead(entry, out var header, out _) || header.Kind != EntryKind.Epoch)
            throw new ArgumentException("Not an EPOCH entry, though the log has it as one.", nameof(entry));
        var reader = new WireReader(header.Fields(entry));
        if (!EpochFields.TryRead(ref reader, out var fields))
            throw new ArgumentException("The header read, so its fields do.", nameof(entry));

        var cuts = new Dictionary<AuthorId, long>(_cuts);
        foreach (var (author, cut) in fields.Removed)
            cuts.TryAdd(author, cut);
        return new(Descriptor, [.. _byEpoch, (fields.WriteKey, fields.ReadKey)], cuts);
    }

    /// <summary>The read key of an epoch from 0 to <see cref="Epoch"/>.</summary>
    public ReadOnlySpan<byte> ReadKeyOf(long epoch) => _byEpoch[(int)epoch].Read.Span;

    /// <summary>The write key of an epoch from 0 to <see cref="Epoch"/>.</summary>
    public ReadOnlySpan<byte> WriteKeyOf(long epoch) => _byEpoch[(int)epoch].Write.Span;

    /// <summary>Whether an author was removed, and the last of its counters that counts.</summary>
    public bool IsRemoved(AuthorId author, out long cut) => _cuts.TryGetValue(author, out cut);
}
