using System.Security.Cryptography;
using System.Text;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>Puts what a program writes into entries of this device. One thread.</summary>
/// <param name="membership">The right by which it writes.</param>
/// <param name="keyring">The secrets.</param>
/// <param name="outbox">Takes the entries.</param>
/// <param name="label">What others see of the device.</param>
/// <param name="secrets">Makes keys.</param>
internal sealed class Authoring(
    Membership membership, Keyring keyring, Outbox outbox, string label, RandomNumberGenerator secrets)
{
    private Device Device => outbox.Device;

    /// <summary>The keys to seal with, after the device has introduced itself by its first entry.</summary>
    /// <exception cref="TacitException">This device has no key of the current epoch.</exception>
    public EpochKeys Introduce(ChannelView view)
    {
        if (keyring.KeysOf(view.Epoch) is not { } keys)
            throw new TacitException(Code.EpochStale, view.Epoch);
        if (Device.Counter > 0)
            return keys;
        membership.Grant(Device, view.Epoch);
        var fields = new WireWriter();
        Device.Grant!.Write(fields);
        _ = outbox.Add(keys, EntryKind.Grant, fields.Written, Encoding.UTF8.GetBytes(label));
        return keys;
    }

    public Task<long> Write(ChannelView view, EntryKind kind, byte[] fields, ReadOnlySpan<byte> content)
    {
        var keys = Introduce(view);
        var most = Device.ContentSizeMax(kind, keys.Epoch, fields.Length);
        if (content.Length > most)
            throw new TacitException(Code.EntryTooLarge, most);
        return outbox.Add(keys, kind, fields, content);
    }

    public Task<long> WriteSnapshot(ChannelView view, SnapshotPoint point, ReadOnlyMemory<byte> document)
    {
        var keys = Introduce(view);
        var content = new WireWriter();
        new SnapshotContent(point.Heads, default).Write(content);
        var covers = VectorClock.From(point.Heads.Select(head => (head.Author, head.Counter)));
        var longest = new WireWriter();
        new SnapshotFields(SnapshotFields.PartsMax, covers).Write(longest);

        // Eight bytes more are asked for than the next counter takes: the parts before it make the counter grow.
        const int Growth = 8;
        var restMax =
            Device.ContentSizeMax(EntryKind.Snapshot, keys.Epoch, longest.Length + Growth) - content.Length;
        var partMax = Device.ContentSizeMax(EntryKind.Part, keys.Epoch, Growth);
        var parts = (Math.Max(0, document.Length - restMax) + partMax - 1) / partMax;
        if (parts > SnapshotFields.PartsMax || restMax < 0)
            throw new TacitException(Code.EntryTooLarge, EntryHeader.EntrySizeMax);
        for (var part = 0; part < parts; part++)
        {
            var length = Math.Min(partMax, document.Length);
            _ = outbox.Add(keys, EntryKind.Part, [], document.Span[..length]);
            document = document[length..];
        }

        var fields = new WireWriter();
        new SnapshotFields(parts, covers).Write(fields);
        content.Bytes(document.Span);
        return outbox.Add(keys, EntryKind.Snapshot, fields.Written, content.Written);
    }

    public Task<long> WriteEpoch(ChannelView view, IReadOnlyCollection<AuthorId> removed)
    {
        if (keyring.OwnerKey is null && view.AuthorOf(Device.Author)?.Role != Role.Admin)
            throw new TacitException(Code.KindRefused, (long)EntryKind.Epoch);
        Introduce(view);
        using var writeSecret = Secret.Draw(secrets);
        using var readSecret = KeyTree.Narrow(writeSecret);
        using var keys = EpochKeys.Of(view.Epoch + 1, readSecret);
        var staying = view.AuthorsSeen.Where(one => !one.Key.IsEmpty && one.Cut is null && !removed.Contains(one.Id))
            .Select(one => one.Key).Append(view.Descriptor.OwnerKey).Append(Device.Key.PublicKey);
        var fields = new WireWriter();
        EpochChange.Make(
            view.Descriptor.Id,
            keys.Epoch,
            writeSecret,
            keyring.ReadSecretOf(view.Epoch)!,
            staying,
            removed.Select(id => (id, view.AuthorOf(id)?.Counter ?? 0)),
            secrets).Write(fields);
        return outbox.Add(keys, EntryKind.Epoch, fields.Written, []);
    }
}
