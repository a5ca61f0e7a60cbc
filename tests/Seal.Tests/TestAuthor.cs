using System.Text;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

/// <summary>A device that writes into a <see cref="TestLog"/>.</summary>
internal sealed class TestAuthor
{
    private readonly TestLog _log;

    public TestAuthor(TestLog log)
    {
        _log = log;
        Key = new(log.Random.Next(32));
        Sealer = new(log.Descriptor.Id, Key, log.Random);
    }

    public SigningKey Key { get; }

    public EntrySealer Sealer { get; }

    public AuthorId Id => Sealer.Author;

    public byte[] GrantFields(Role role, GrantedBy by, int? epoch = null)
    {
        var granted = epoch ?? _log.Epoch;
        using var signer = KeyTree.Signer(by == GrantedBy.OwnerKey ? _log.OwnerSecret : _log.WriteSecrets[granted]);
        var writer = new WireWriter();
        Grants.Issue(
            signer, _log.Descriptor.Id, Key.PublicKey.Span, role, 0, by == GrantedBy.OwnerKey ? 0 : granted, by)
            .Write(writer);
        return writer.ToArray();
    }

    public byte[] Seal(EntryKind kind, byte[] fields, ReadOnlySpan<byte> content)
    {
        using var keys = _log.Keys(_log.Epoch);
        return Sealer.Seal(keys, kind, fields, content).Bytes.ToArray();
    }

    public byte[] Append(EntryKind kind, byte[] fields, ReadOnlySpan<byte> content)
    {
        var bytes = Seal(kind, fields, content);
        _log.Entries.Add(bytes);
        return bytes;
    }

    public byte[] Write(string text) => Append(EntryKind.Update, [], Encoding.UTF8.GetBytes(text));

    /// <summary>Posts a snapshot of all that a view has seen, its document in so many parts and a rest.</summary>
    public void Snapshot(ChannelView view, string document, int parts = 0)
    {
        var heads = view.AuthorsSeen.Where(one => one.Counter > 0).OrderBy(one => one.Id)
            .Select(one => (one.Id, one.Counter, one.Head)).ToList();
        Snapshot(heads, document, parts);
    }

    public void Snapshot(List<(AuthorId Id, long Counter, EntryId Head)> heads, string document, int parts = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var piece = bytes.Length / (parts + 1);
        for (var at = 0; at < parts; at++)
            Append(EntryKind.Part, [], bytes.AsSpan(at * piece, piece));
        var content = new WireWriter();
        new SnapshotContent(heads, bytes.AsMemory(parts * piece)).Write(content);
        var fields = new WireWriter();
        new SnapshotFields(parts, VectorClock.From(heads.Select(one => (one.Id, one.Counter)))).Write(fields);
        Append(EntryKind.Snapshot, fields.ToArray(), content.Written);
    }
}
