using System.Diagnostics;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// The secrets that one holder has of one channel, by epoch. A secret is used only after its public keys were found to
/// be those of the descriptor or of the EPOCH entry: so every ciphertext is tied to one key. One thread.
/// Source: docs/protocol/keys.md §1.1, §1.7.
/// </summary>
public sealed class Keyring : IDisposable
{
    private readonly Dictionary<long, Secret> _writeSecrets = [];
    private readonly Dictionary<long, Secret> _readSecrets = [];
    private readonly Dictionary<long, EpochKeys> _keys = [];
    private readonly Secret _linkSecret;
    private readonly CapabilityKind _linkKind;
    private readonly long _linkEpoch;

    /// <summary>Takes the secret of a link, copied.</summary>
    public Keyring(CapabilityKind kind, long epoch, Secret secret)
    {
        (_linkKind, _linkEpoch, _linkSecret) = (kind, epoch, secret.Copy());
        OwnerKey = kind == CapabilityKind.Own ? KeyTree.Signer(secret) : null;
    }

    /// <summary>The owner's key, for one who has an own link.</summary>
    public SigningKey? OwnerKey { get; }

    /// <summary>What the link allows.</summary>
    public CapabilityKind Kind => _linkKind;

    /// <summary>The epoch of the link's secret.</summary>
    public long LinkEpoch => _linkEpoch;

    /// <summary>The link's secret: the owner secret, a write secret or a read secret.</summary>
    public Secret LinkSecret => _linkSecret;

    /// <summary>The read key that the link gives, before anything is known of the channel: for the proof.</summary>
    public SigningKey LinkReadKey()
    {
        using var read = LinkReadSecret();
        return KeyTree.Signer(read);
    }

    /// <summary>The write key that the link gives, or null for a view link.</summary>
    public SigningKey? LinkWriteKey()
    {
        using var write = LinkWriteSecret();
        return write is null ? null : KeyTree.Signer(write);
    }

    /// <summary>The keys that seal in an epoch, or null where they are not known.</summary>
    public EpochKeys? KeysOf(long epoch) => _keys.GetValueOrDefault(epoch);

    /// <summary>The write secret of an epoch, or null.</summary>
    public Secret? WriteSecretOf(long epoch) => _writeSecrets.GetValueOrDefault(epoch);

    /// <summary>The read secret of an epoch, or null.</summary>
    public Secret? ReadSecretOf(long epoch) => _readSecrets.GetValueOrDefault(epoch);

    /// <summary>
    /// Whether the link's secret belongs to a channel; of a later epoch, that epoch's entry will tell.
    /// </summary>
    public bool Fits(Descriptor descriptor)
    {
        if (OwnerKey is { } owner && !owner.PublicKey.Span.SequenceEqual(descriptor.OwnerKey.Span))
            return false;
        return _linkEpoch != 0 || TryTakeLink(descriptor.WriteKey.Span, descriptor.ReadKey.Span);
    }

    /// <summary>
    /// Takes what an EPOCH entry gives: from a box for the author or the owner, or because the link is of this epoch.
    /// Then goes back through the epochs before.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="epochs">The fields of each epoch from 1 to the newest.</param>
    /// <param name="descriptor">Gives the keys of epoch 0.</param>
    /// <param name="author">This device's key, or null for one who only reads.</param>
    internal void Take(
        ChannelId channel, IReadOnlyList<EpochFields> epochs, Descriptor descriptor, SigningKey? author)
    {
        var newest = epochs.Count;
        var fields = epochs[newest - 1];
        if (!_keys.ContainsKey(newest) && !TryTakeBox(fields, newest, author) && !TryTakeBox(fields, newest, OwnerKey)
            && newest == _linkEpoch)
        {
            TryTakeLink(fields.WriteKey.Span, fields.ReadKey.Span);
        }

        for (var epoch = newest; epoch > 0; epoch--)
        {
            var oldReadKey = epoch == 1 ? descriptor.ReadKey : epochs[epoch - 2].ReadKey;
            if (_readSecrets.ContainsKey(epoch - 1) || KeysOf(epoch) is not { } keys)
                continue;
            using var oldReadSecret = EpochChange.Unwrap(channel, keys, epochs[epoch - 1], oldReadKey.Span);
            if (oldReadSecret is null)
                return;
            Keep(epoch - 1, null, oldReadSecret);
        }
    }

    /// <summary>Takes secrets that were kept on this device after they had been checked.</summary>
    internal void Keep(long epoch, Secret? writeSecret, Secret readSecret)
    {
        if (writeSecret is not null)
            _writeSecrets.TryAdd(epoch, writeSecret.Copy());
        if (_readSecrets.TryAdd(epoch, readSecret.Copy()))
            _keys[epoch] = EpochKeys.Of(epoch, readSecret);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var secret in _writeSecrets.Values.Concat(_readSecrets.Values))
            secret.Dispose();
        foreach (var keys in _keys.Values)
            keys.Dispose();
        _linkSecret.Dispose();
        OwnerKey?.Dispose();
    }

    private bool TryTakeBox(EpochFields fields, long epoch, SigningKey? recipient)
    {
        using var writeSecret = recipient is null ? null : EpochChange.OpenBox(fields, recipient);
        if (writeSecret is null)
            return false;
        using var readSecret = KeyTree.Narrow(writeSecret);
        Keep(epoch, writeSecret, readSecret);
        return true;
    }

    private bool TryTakeLink(ReadOnlySpan<byte> writeKey, ReadOnlySpan<byte> readKey)
    {
        using var write = LinkWriteSecret();
        using var read = LinkReadSecret();
        if ((write is not null && !KeyTree.PublicKey(write).AsSpan().SequenceEqual(writeKey))
            || !KeyTree.PublicKey(read).AsSpan().SequenceEqual(readKey))
        {
            return false;
        }

        Keep(_linkEpoch, write, read);
        return true;
    }

    private Secret? LinkWriteSecret() => _linkKind switch
    {
        CapabilityKind.Own => KeyTree.Narrow(_linkSecret),
        CapabilityKind.Edit => _linkSecret.Copy(),
        CapabilityKind.View => null,
        _ => throw new UnreachableException(),
    };

    private Secret LinkReadSecret()
    {
        using var write = LinkWriteSecret();
        return write is null ? _linkSecret.Copy() : KeyTree.Narrow(write);
    }
}
