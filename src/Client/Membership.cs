using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Client;

/// <summary>By which right this device is in a channel: which key proves it, and which grant lets it write.</summary>
/// <param name="link">The link that was opened, unlocked.</param>
/// <param name="keyring">The secrets.</param>
/// <param name="isReadOnly">Whether the program asked only to read.</param>
internal sealed class Membership(Seal.Link link, Keyring keyring, bool isReadOnly)
{
    /// <summary>Whether this device may make itself an author.</summary>
    public bool CanWrite => !isReadOnly && keyring.Kind != CapabilityKind.View;

    /// <summary>
    /// Why this device's right is over by its own clock, or null. Source: docs/protocol/keys.md §1.3.
    /// </summary>
    public TacitException? Ended(DateTimeOffset now) =>
        link.Expiry != 0 && link.Expiry <= now.ToUnixTimeSeconds() ? new(Code.LinkExpired, link.Expiry) : null;

    /// <summary>What a refusal means here: a grant by a link that ends has ended with it.</summary>
    public TacitException Meaning(TacitException why) =>
        why.Code == Code.GrantExpired && link.Expiry != 0 ? new(Code.LinkExpired, link.Expiry) : why;

    /// <summary>The grant of the device, issued if it has none that lasts as long as the link does.</summary>
    public void Grant(Device device, long epoch)
    {
        if (!CanWrite || (device.Grant is { } grant && !Outlasts(grant)))
            return;
        var authorKey = device.Key.PublicKey.Span;
        if (keyring.OwnerKey is { } owner)
        {
            device.SetGrant(
                Grants.Issue(owner, link.Channel, authorKey, Role.Admin, link.Expiry, 0, GrantedBy.OwnerKey));
            return;
        }

        // A newer write secret than the link's may have come in a box.
        var newer = keyring.WriteSecretOf(epoch);
        using var signer = newer is null ? keyring.LinkWriteKey()! : KeyTree.Signer(newer);
        device.SetGrant(Grants.Issue(
            signer,
            link.Channel,
            authorKey,
            Role.Writer,
            link.Expiry,
            newer is null ? link.Epoch : epoch,
            GrantedBy.WriteKey));
    }

    /// <summary>Asks to join, with the proof that this connection's challenge wants.</summary>
    public Join Join(Device device, ChannelView? view, Welcome welcome, string audience) => CanWrite
        ? Signed(device.Key, ProofBy.AuthorKey, welcome, audience) with
        {
            Grant = device.Grant,
            Descriptor = device.Descriptor?.ToArray(),
        }
        : JoinAsReader(view, welcome, audience);

    /// <summary>
    /// A link of an epoch to hand out, or null where the secret is not known. It ends no later than this device's own.
    /// </summary>
    /// <param name="kind">What it allows.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="expiry">Unix time in seconds; 0 for as long as this device's link.</param>
    public Seal.Link? LinkTo(CapabilityKind kind, long epoch, long expiry = 0)
    {
        var secret = kind switch
        {
            CapabilityKind.Own => keyring.Kind == CapabilityKind.Own ? keyring.LinkSecret : null,
            CapabilityKind.Edit => keyring.WriteSecretOf(epoch),
            CapabilityKind.View => keyring.ReadSecretOf(epoch),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return secret is null
            ? null
            : new(
                link.Origin,
                link.Layer,
                kind,
                kind == CapabilityKind.Own ? 0 : epoch,
                link.Channel,
                secret,
                expiry == 0 || (link.Expiry != 0 && link.Expiry < expiry) ? link.Expiry : expiry);
    }

    private bool Outlasts(Grant grant) => grant.Expiry != 0 && (link.Expiry == 0 || link.Expiry > grant.Expiry);

    private Join JoinAsReader(ChannelView? view, Welcome welcome, string audience)
    {
        if (keyring.OwnerKey is { } owner)
            return Signed(owner, ProofBy.OwnerKey, welcome, audience);
        var newest = view is null ? null : keyring.ReadSecretOf(view.Epoch);
        using var key = newest is null ? keyring.LinkReadKey() : KeyTree.Signer(newest);
        return Signed(key, ProofBy.ReadKey, welcome, audience);
    }

    private Join Signed(SigningKey key, ProofBy by, Welcome welcome, string audience) => new()
    {
        Request = 0,
        Channel = link.Channel,
        By = by,
        Signature = JoinProof.Sign(key, welcome.Challenge.Span, audience, link.Channel, by),
    };
}
