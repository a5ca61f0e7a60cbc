using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

/// <summary>A channel with its secrets, its authors, and an honest log of what they wrote.</summary>
internal sealed class TestLog
{
    private readonly List<TestAuthor> _authors = [];

    public TestLog(int seed = 1, AppendPolicy policy = AppendPolicy.Writers)
    {
        Random = new SeededBytes(seed);
        OwnerSecret = Secret.Draw(Random);
        WriteSecrets = [KeyTree.Narrow(OwnerSecret)];
        Descriptor = new(
            ChannelKind.Pad,
            policy,
            KeyTree.PublicKey(OwnerSecret),
            KeyTree.PublicKey(WriteSecrets[0]),
            KeyTree.PublicKey(ReadSecret(0)));
    }

    public SeededBytes Random { get; }

    public Secret OwnerSecret { get; }

    /// <summary>By epoch.</summary>
    public List<Secret> WriteSecrets { get; }

    public Descriptor Descriptor { get; }

    public int Epoch => WriteSecrets.Count - 1;

    /// <summary>Seq n is at n − 1.</summary>
    public List<byte[]> Entries { get; } = [];

    public Secret ReadSecret(int epoch) => KeyTree.Narrow(WriteSecrets[epoch]);

    public EpochKeys Keys(int epoch) => EpochKeys.Of(epoch, ReadSecret(epoch));

    /// <summary>An author whose GRANT is in the log.</summary>
    public TestAuthor Join(Role role = Role.Writer)
    {
        var author = new TestAuthor(this);
        _authors.Add(author);
        var by = role == Role.Admin ? GrantedBy.OwnerKey : GrantedBy.WriteKey;
        author.Append(EntryKind.Grant, author.GrantFields(role, by), "device"u8);
        return author;
    }

    /// <summary>An admin opens the next epoch.</summary>
    public void Rotate(TestAuthor admin, params TestAuthor[] removed)
    {
        var oldReadSecret = ReadSecret(Epoch);
        WriteSecrets.Add(Secret.Draw(Random));
        _authors.RemoveAll(removed.Contains);
        var fields = EpochChange.Make(
            Descriptor.Id,
            Epoch,
            WriteSecrets[^1],
            oldReadSecret,
            _authors.Select(one => one.Key.PublicKey).Append(Descriptor.OwnerKey),
            removed.Select(one => (one.Id, one.Sealer.Counter)),
            Random);
        var writer = new WireWriter();
        fields.Write(writer);
        admin.Append(EntryKind.Epoch, writer.ToArray(), []);
    }

    public ChannelView View(CapabilityKind kind = CapabilityKind.View, int epoch = 0, SigningKey? author = null)
    {
        var secret = kind switch
        {
            CapabilityKind.Own => OwnerSecret,
            CapabilityKind.Edit => WriteSecrets[epoch],
            CapabilityKind.View => ReadSecret(epoch),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        var keyring = new Keyring(kind, epoch, secret);
        Assert.True(keyring.Fits(Descriptor));
        return new(Descriptor, keyring, author);
    }

    /// <summary>What a server sends to one who joins now: all that no snapshot supersedes (log.md §3.3).</summary>
    public IEnumerable<(long Seq, byte[] Bytes)> Live()
    {
        var headers = Entries.Select(Header).ToList();
        var snapshots = Entries.Index().Where(one => headers[one.Index].Kind == EntryKind.Snapshot)
            .Select(one => (one.Index, Covers: Covers(headers[one.Index], one.Item))).ToList();
        return Entries.Index()
            .Where(one => !snapshots.Exists(by => IsSuperseded(one.Index, by.Index, by.Covers)))
            .Select(one => ((long)one.Index + 1, one.Item));

        bool IsSuperseded(int at, int by, VectorClock covers) =>
            at != by
            && headers[at].Kind is not (EntryKind.Grant or EntryKind.Epoch)
            && headers[at].Counter <= covers[headers[at].Author]
            && (headers[at].Kind != EntryKind.Snapshot || covers.Covers(Covers(headers[at], Entries[at])));
    }

    public static EntryHeader Header(byte[] entry)
    {
        Assert.True(EntryHeader.TryRead(entry, out var header, out _));
        return header;
    }

    private static VectorClock Covers(EntryHeader header, byte[] entry)
    {
        var reader = new WireReader(header.Fields(entry));
        Assert.True(SnapshotFields.TryRead(ref reader, out var fields));
        return fields.Covers;
    }
}
