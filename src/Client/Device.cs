using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// This device in one channel, as it survives a crash: its key, its grant, and its own entries. An entry is journaled
/// before it is sent, and no counter is ever used for two entries that a server may have seen: what was sealed counts.
/// <para>
/// Entries 1 … <see cref="Acked"/> are the server's; those above are the outbox. Of the acknowledged ones the newest
/// are kept, to give them back to a server that was restored from a backup (docs/protocol/log.md §3.6).
/// </para>
/// One thread.
/// </summary>
internal sealed class Device : IDisposable
{
    /// <summary>Acknowledged entries kept, in number and bytes.</summary>
    private const int KeptCountMax = 1024;
    private const long KeptBytesMax = 4 * 1024 * 1024;

    /// <summary>A journal is rewritten once it is this much longer than what it has to hold.</summary>
    private const long SlackBytesMax = 4 * 1024 * 1024;

    private readonly ChannelId _channel;
    private readonly IJournal _journal;
    private readonly RandomNumberGenerator _random;
    private readonly LinkedList<SealedEntry> _entries = new();
    private readonly Dictionary<long, LinkedListNode<SealedEntry>> _byCounter = [];
    private EntrySealer _sealer = null!;
    private byte[] _seed = [];
    private (long Counter, EntryId Head) _base;
    private long _liveBytes;

    public Device(ChannelId channel, IJournal journal, RandomNumberGenerator random)
    {
        (_channel, _journal, _random) = (channel, journal, random);
        Key = null!;
        foreach (var record in journal.Records)
        {
            if (!TryReplay(record))
                throw new InvalidDataException("A journal record checks and yet does not read.");
        }

        if (_seed.Length == 0)
        {
            Renew();
            return;
        }

        Key = new(_seed);
        BeginChain();
    }

    /// <summary>The author's key.</summary>
    public SigningKey Key { get; private set; }

    /// <summary>Whether the journal could not be read, and this is a new identity therefore.</summary>
    public bool WasDamaged => _journal.WasDamaged;

    public AuthorId Author => _sealer.Author;

    /// <summary>The right to write, once it was issued.</summary>
    public Grant? Grant { get; private set; }

    public Descriptor? Descriptor { get; private set; }

    /// <summary>Up to where the server has the entries.</summary>
    public long Acked { get; private set; }

    /// <summary>The counter of the newest entry.</summary>
    public long Counter => _sealer.Counter;

    /// <summary>Entries that the server has not acknowledged.</summary>
    public long Unsent => Counter - Acked;

    /// <summary>The oldest counter whose entry is kept.</summary>
    public long Oldest => _base.Counter + 1;

    /// <summary>The newest checkpoint of the view, or nothing.</summary>
    public DeviceCheckpoint? Checkpoint { get; private set; }

    public void SetDescriptor(Descriptor descriptor)
    {
        if (Descriptor is not null)
            return;
        Descriptor = descriptor;
        _journal.Append(DeviceRecord.Descriptor(descriptor));
    }

    public void SetGrant(Grant grant)
    {
        Grant = grant;
        _journal.Append(DeviceRecord.Grant(grant));
    }

    public void SetCheckpoint(DeviceCheckpoint checkpoint)
    {
        Checkpoint = checkpoint;
        _journal.Append(DeviceRecord.Checkpoint(checkpoint));
    }

    /// <summary>Takes a new key, with a chain of its own. Entries of the old one are forgotten.</summary>
    public void Renew()
    {
        _seed = new byte[Ed25519.SeedLength];
        _random.GetBytes(_seed);
        _journal.Append(DeviceRecord.Identity(_seed));
        Forget();
        Key?.Dispose();
        Key = new(_seed);
        BeginChain();
    }

    public SealedEntry Seal(EpochKeys keys, EntryKind kind, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> content)
    {
        var sealedEntry = _sealer.Seal(keys, kind, fields, content);
        Keep(sealedEntry);
        _journal.Append(DeviceRecord.Entry(sealedEntry));
        return sealedEntry;
    }

    public bool TryGet(long counter, out SealedEntry entry)
    {
        var found = _byCounter.TryGetValue(counter, out var node);
        entry = found ? node!.Value : null!;
        return found;
    }

    /// <summary>Whether this device sealed the entry, as far as it keeps its own.</summary>
    public bool Has(long counter, EntryId id) => TryGet(counter, out var own) && own.Id == id;

    /// <summary>Whether the log has an entry in this device's name that it did not write: it was copied.</summary>
    public bool IsSharedWith(AuthorState? seen) => seen is not null
        && (seen.Counter > Counter || (seen.Counter >= Oldest && !Has(seen.Counter, seen.Head)));

    /// <summary>The id of the entry before one that is kept.</summary>
    public EntryId PrevOf(long counter) =>
        counter - 1 == _base.Counter ? _base.Head : _byCounter[counter - 1].Value.Id;

    public void Ack(long counter)
    {
        if (counter <= Acked)
            return;
        Acked = counter;
        _journal.Append(DeviceRecord.Acked(counter));
        Prune();
    }

    /// <summary>
    /// Unseals the newest entries from a counter on, so that it is used again. Only for what a server has refused, or
    /// has never been sent.
    /// </summary>
    public void TakeBack(long from)
    {
        _journal.Append(DeviceRecord.TakenBack(from));
        Unseal(from);
        BeginChain();
    }

    /// <summary>The size of the content that an entry of a kind takes.</summary>
    public int ContentSizeMax(EntryKind kind, long epoch, int fieldsLength) =>
        _sealer.ContentSizeMax(kind, epoch, fieldsLength);

    /// <summary>Makes everything so far durable.</summary>
    public void Flush()
    {
        _journal.Flush();
        if (_journal.Length > 2 * _liveBytes + SlackBytesMax)
            _journal.Rewrite([.. State()]);
    }

    public void Dispose()
    {
        Key.Dispose();
        CryptographicOperations.ZeroMemory(_seed);
        _journal.Dispose();
    }

    /// <summary>All that has to be kept, as records.</summary>
    internal IEnumerable<byte[]> State()
    {
        yield return DeviceRecord.Identity(_seed);
        if (Descriptor is not null)
            yield return DeviceRecord.Descriptor(Descriptor);
        if (Grant is not null)
            yield return DeviceRecord.Grant(Grant);
        yield return DeviceRecord.Begin(_base.Counter, _base.Head);
        foreach (var entry in _entries)
            yield return DeviceRecord.Entry(entry);
        yield return DeviceRecord.Acked(Acked);
        if (Checkpoint is { } checkpoint)
            yield return DeviceRecord.Checkpoint(checkpoint);
    }

    private void BeginChain()
    {
        var (counter, head) = _entries.Last is { } last ? (last.Value.Counter, last.Value.Id) : _base;
        _sealer = new(_channel, Key, _random, counter, head);
    }

    private void Forget()
    {
        _entries.Clear();
        _byCounter.Clear();
        _liveBytes = 0;
        _base = default;
        (Acked, Grant, Checkpoint) = (0, null, null);
    }

    private void Keep(SealedEntry entry)
    {
        _byCounter[entry.Counter] = _entries.AddLast(entry);
        _liveBytes += entry.Bytes.Length;
    }

    private void Unseal(long from)
    {
        while (_entries.Last is { } last && last.Value.Counter >= from)
            Drop(last);
    }

    private void Prune()
    {
        while (_entries.First is { } first && first.Value.Counter <= Acked
            && (Acked - first.Value.Counter >= KeptCountMax || _liveBytes > KeptBytesMax))
        {
            _base = (first.Value.Counter, first.Value.Id);
            Drop(first);
        }
    }

    private void Drop(LinkedListNode<SealedEntry> node)
    {
        _liveBytes -= node.Value.Bytes.Length;
        _byCounter.Remove(node.Value.Counter);
        _entries.Remove(node);
    }

    private bool TryReplay(byte[] record)
    {
        var reader = new WireReader(record);
        if (!reader.TryReadByte(out var type))
            return false;
        switch ((DeviceRecord.Kind)type)
        {
            case DeviceRecord.Kind.Identity:
                Forget();
                _seed = reader.ReadRest().ToArray();
                return _seed.Length == Ed25519.SeedLength;
            case DeviceRecord.Kind.Descriptor:
                var known = Capability.Descriptor.TryRead(reader.ReadRest(), out var descriptor);
                Descriptor = descriptor;
                return known && descriptor!.Id == _channel;
            case DeviceRecord.Kind.Grant:
                var granted = Wire.Grant.TryRead(ref reader, out var grant);
                Grant = grant;
                return granted;
            case DeviceRecord.Kind.Begin:
                var begins = reader.TryReadVarint(out var counter) & reader.TryReadEntryId(out var head);
                _base = (counter, head);
                return begins;
            case DeviceRecord.Kind.Entry:
                var bytes = reader.ReadRest().ToArray();
                if (!EntryHeader.TryRead(bytes, out var header, out _))
                    return false;
                Keep(new(bytes, EntryId.Read(Blake2b.Hash(bytes)), header.Counter));
                return true;
            case DeviceRecord.Kind.Acked:
                var acked = reader.TryReadVarint(out var to);
                Acked = to;
                Prune();
                return acked;
            case DeviceRecord.Kind.TakenBack:
                var taken = reader.TryReadVarint(out var from);
                Unseal(from);
                return taken;
            case DeviceRecord.Kind.Checkpoint:
                var checks = reader.TryReadIncarnation(out var incarnation) & reader.TryReadVarint(out var seq);
                Checkpoint = new(incarnation, seq, reader.ReadRest().ToArray());
                return checks;
            default:
                return false;
        }
    }
}
