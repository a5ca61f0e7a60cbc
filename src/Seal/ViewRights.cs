using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// Who may do what in a channel, as its grants and epochs say so far, and the keys that follow.
/// Source: docs/protocol/keys.md §1.4, §1.6, §1.7.
/// </summary>
internal sealed class ViewRights(Descriptor descriptor, Keyring keyring, SigningKey? author)
{
    private readonly List<EpochFields> _epochs = [];
    private readonly Dictionary<AuthorId, long> _cuts = [];

    /// <summary>This device's key, whose boxes are opened.</summary>
    public SigningKey? Author { get; set; } = author;

    public Descriptor Descriptor => descriptor;

    public Keyring Keyring => keyring;

    public long Epoch => _epochs.Count;

    public IReadOnlyList<EpochFields> Epochs => _epochs;

    public IReadOnlyDictionary<AuthorId, long> Cuts => _cuts;

    public long? CutOf(AuthorId id) => _cuts.TryGetValue(id, out var cut) ? cut : null;

    /// <summary>Why an entry does not count, or null. A grant that counts takes effect.</summary>
    public SkipReason? Refuse(AuthorChain chain, WaitingEntry entry, EntryId prev)
    {
        var header = entry.Header;
        if (header.Counter > chain.Cut)
            return SkipReason.Removed;

        var grant = header.Kind == EntryKind.Grant ? ReadGrant(entry) : null;
        if (grant is not null && !Counts(grant, chain))
            return SkipReason.NotGranted;
        var key = grant?.AuthorKey ?? chain.Key;
        if (key.IsEmpty)
            return SkipReason.NotGranted;
        if (!EntryOpener.IsSigned(descriptor.Id, key.Span, prev, entry.Bytes.Span))
            return SkipReason.DoesNotOpen;

        if (grant is not null)
            (chain.Key, chain.Role, chain.ByOwner) = (key, grant.Role, grant.By == GrantedBy.OwnerKey);
        if (header.Kind == EntryKind.Epoch)
            return chain.IsAdmin && header.Epoch == Epoch + 1 ? null : SkipReason.NotAnEpoch;
        return null;
    }

    /// <summary>Opens the next epoch, and returns who is removed by it with the last counter that counts.</summary>
    public IReadOnlyList<(AuthorId Author, long Cut)> OpenEpoch(WaitingEntry entry)
    {
        var reader = new WireReader(entry.Fields);
        EpochFields.TryRead(ref reader, out var fields);
        _epochs.Add(fields);
        foreach (var (removed, cut) in fields.Removed)
            _cuts.TryAdd(removed, cut);
        keyring.Take(descriptor.Id, _epochs, descriptor, Author);
        return [.. fields.Removed.Select(one => (one.Author, _cuts[one.Author]))];
    }

    public void Restore(IEnumerable<EpochFields> epochs, IEnumerable<(AuthorId Author, long Cut)> cuts)
    {
        _epochs.AddRange(epochs);
        foreach (var (removed, cut) in cuts)
            _cuts.Add(removed, cut);
    }

    private static Grant ReadGrant(WaitingEntry entry)
    {
        var reader = new WireReader(entry.Fields);
        Grant.TryRead(ref reader, out var grant);
        return grant;
    }

    // A write key of an earlier epoch makes no new authors: who was removed may still hold it.
    private bool Counts(Grant grant, AuthorChain chain)
    {
        if (Authors.IdOf(grant.AuthorKey.Span) != chain.Id)
            return false;
        if (grant.By == GrantedBy.OwnerKey)
            return Grants.Verify(grant, descriptor.Id, descriptor.OwnerKey.Span);
        if (descriptor.Policy != AppendPolicy.Writers || grant.Epoch > Epoch)
            return false;
        if (chain.Key.IsEmpty && grant.Epoch != Epoch)
            return false;
        var writeKey = grant.Epoch == 0 ? descriptor.WriteKey : _epochs[(int)grant.Epoch - 1].WriteKey;
        return Grants.Verify(grant, descriptor.Id, writeKey.Span);
    }
}
