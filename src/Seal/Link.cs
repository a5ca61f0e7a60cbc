using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// A capability as text, for people to pass on. Holds a secret: whoever makes or reads one disposes of it, and only
/// <see cref="ToText"/> shows it. Immutable. Source: docs/protocol/keys.md §1.3.
/// </summary>
public sealed class Link : IDisposable
{
    internal const byte PasswordFlag = 1;
    internal const byte ExpiryFlag = 2;
    internal const byte Version = 1;
    internal const int ChecksumLength = 4;

    private readonly Secret _secret;
    private readonly byte[]? _salt;

    /// <summary>Makes a link without a password. The secret is copied.</summary>
    /// <param name="origin">Scheme and host, as in <c>https://pads.example:8443</c>, lower case.</param>
    /// <param name="layer">What the channel holds.</param>
    /// <param name="kind">What the secret allows.</param>
    /// <param name="epoch">The epoch of the secret; 0 for the owner secret.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="secret">The owner secret, a write secret or a read secret.</param>
    /// <param name="expiry">Unix time in seconds from which on the link is void; 0 for never.</param>
    public Link(
        string origin,
        ChannelKind layer,
        CapabilityKind kind,
        long epoch,
        ChannelId channel,
        Secret secret,
        long expiry = 0)
        : this(origin, layer, kind, epoch, channel, secret, expiry, null)
    {
    }

    internal Link(
        string origin,
        ChannelKind layer,
        CapabilityKind kind,
        long epoch,
        ChannelId channel,
        Secret secret,
        long expiry,
        byte[]? salt)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(expiry);
        if (kind == CapabilityKind.Own && epoch != 0)
            throw new ArgumentException("The owner secret has no epoch.", nameof(epoch));
        (Origin, Layer, Kind, Epoch, Channel, Expiry) = (origin, layer, kind, epoch, channel, expiry);
        (_secret, _salt) = (secret.Copy(), salt);
    }

    /// <summary>Scheme and host, as in <c>https://pads.example:8443</c>.</summary>
    public string Origin { get; }

    /// <summary>What the channel holds.</summary>
    public ChannelKind Layer { get; }

    /// <summary>What the secret allows.</summary>
    public CapabilityKind Kind { get; }

    /// <summary>The epoch of the secret.</summary>
    public long Epoch { get; }

    /// <summary>The channel.</summary>
    public ChannelId Channel { get; }

    /// <summary>Unix time in seconds from which on the link is void; 0 for never.</summary>
    public long Expiry { get; }

    /// <summary>Whether the secret is masked: <see cref="Unlock"/> first.</summary>
    public bool NeedsPassword => _salt is not null;

    /// <summary>The salt of a masked secret, 16 bytes; else empty.</summary>
    public ReadOnlyMemory<byte> Salt => _salt;

    /// <summary>The secret; the link stays its owner.</summary>
    /// <exception cref="InvalidOperationException">It is masked by a password.</exception>
    public Secret Secret =>
        NeedsPassword ? throw new InvalidOperationException("The link needs its password.") : _secret;

    /// <summary>Reads a link; white space around it does not matter.</summary>
    /// <param name="text">What a person gave.</param>
    /// <param name="link">The link, masked if it has a password.</param>
    /// <param name="fault">Else which part is wrong.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Link? link, [NotNullWhen(false)] out LinkFault? fault) =>
        LinkReader.TryRead(text, out link, out fault);

    /// <summary>
    /// The link without its mask. A wrong password gives a wrong secret: only the server's no shows it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The link has no password.</exception>
    public Link Unlock(string password)
    {
        if (_salt is null)
            throw new InvalidOperationException("The link has no password.");
        using var secret = Masked(_secret, password, _salt);
        return new(Origin, Layer, Kind, Epoch, Channel, secret, Expiry);
    }

    /// <summary>The link with its secret masked by a password.</summary>
    /// <exception cref="InvalidOperationException">The link has a password already.</exception>
    public Link Lock(string password, RandomNumberGenerator random)
    {
        var salt = new byte[Argon2id.SaltLength];
        random.GetBytes(salt);
        using var masked = Masked(Secret, password, salt);
        return new(Origin, Layer, Kind, Epoch, Channel, masked, Expiry, salt);
    }

    /// <summary>The same link with an owner of its own.</summary>
    public Link Copy() => new(Origin, Layer, Kind, Epoch, Channel, _secret, Expiry, _salt);

    /// <summary>The link as people pass it on. It is a secret.</summary>
    public string ToText()
    {
        var flags = (NeedsPassword ? PasswordFlag : 0) | (Expiry > 0 ? ExpiryFlag : 0);
        var token = new WireWriter().Byte(Version).Byte((byte)flags).Byte((byte)Kind);
        token.Varint(Epoch).ChannelId(Channel).Bytes(_secret.Bytes).Bytes(_salt);
        if (Expiry > 0)
            token.Varint(Expiry);
        token.Bytes(Blake2b.Hash(token.Written).AsSpan(0, ChecksumLength));
        return $"{Origin}/#/{Word(Layer)}/{Word(Kind)}/{Base64Url.EncodeToString(token.Written)}";
    }

    /// <inheritdoc />
    public void Dispose() => _secret.Dispose();

    internal static string Word(ChannelKind layer) => layer == ChannelKind.Pad ? "pad" : "log";

    internal static string Word(CapabilityKind kind) => kind switch
    {
        CapabilityKind.Own => "own",
        CapabilityKind.Edit => "edit",
        CapabilityKind.View => "view",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static Secret Masked(Secret secret, string password, byte[] salt)
    {
        var utf8 = Encoding.UTF8.GetBytes(Nfc.Of(password));
        using var mask = Argon2id.Derive(utf8, salt);
        CryptographicOperations.ZeroMemory(utf8);
        Span<byte> masked = stackalloc byte[Secret.Length];
        for (var at = 0; at < masked.Length; at++)
            masked[at] = (byte)(secret.Bytes[at] ^ mask.Bytes[at]);
        var result = new Secret(masked);
        CryptographicOperations.ZeroMemory(masked);
        return result;
    }
}
