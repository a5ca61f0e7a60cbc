using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>Reads links, and says of a damaged one which part is wrong. Source: docs/protocol/keys.md §1.3.</summary>
internal static class LinkReader
{
    private const int FixedLength = 3;

    private static readonly SearchValues<char> TokenAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    internal static bool TryRead(
        string text, [NotNullWhen(true)] out Link? link, [NotNullWhen(false)] out LinkFault? fault)
    {
        link = null;
        text = text.Trim();
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = schemeEnd < 0 ? "" : text[..schemeEnd].ToLowerInvariant();
        if (scheme is not ("http" or "https"))
            return Damaged(LinkPart.Scheme, out fault);

        var afterScheme = text[(schemeEnd + 3)..];
        var hostEnd = afterScheme.IndexOfAny(['/', '?', '#']);
        var host = (hostEnd < 0 ? afterScheme : afterScheme[..hostEnd]).ToLowerInvariant();
        if (!IsHost(host))
            return Damaged(LinkPart.Host, out fault);

        var path = hostEnd < 0 ? "" : afterScheme[hostEnd..];
        var pieces = path.StartsWith("/#/", StringComparison.Ordinal) ? path[3..].Split('/') : [];
        if (pieces.Length != 3)
            return Damaged(LinkPart.Path, out fault);
        if (Layer(pieces[0]) is not { } layer)
            return Damaged(LinkPart.Layer, out fault);
        if (Kind(pieces[1]) is not { } kind)
            return Damaged(LinkPart.Word, out fault);
        if (pieces[2].AsSpan().IndexOfAnyExcept(TokenAlphabet) is >= 0 and var wrong)
            return Damaged(LinkPart.Token, out fault, text.Length - pieces[2].Length + wrong);
        return TryReadToken($"{scheme}://{host}", layer, kind, pieces[2], out link, out fault);
    }

    private static bool TryReadToken(
        string origin,
        ChannelKind layer,
        CapabilityKind kind,
        string text,
        [NotNullWhen(true)] out Link? link,
        [NotNullWhen(false)] out LinkFault? fault)
    {
        link = null;
        if (text.Length % 4 == 1)
            return Damaged(LinkPart.Length, out fault);

        var token = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        var isCanonical = TryDecode(text, token, out var length);

        // The platform refuses a last character whose unused bits are set. No one writes such a one: the token was cut
        // off or the character changed. What stands before it tells which.
        if (!isCanonical)
            TryDecode(text[..^1] + 'A', token, out length);
        token = token[..length];

        var reader = new WireReader(token);
        var hasEpoch = reader.TryReadBytes(FixedLength, out _) & reader.TryReadVarint(out var epoch);
        if (IsOfWrongLength(token, hasEpoch, reader.Offset))
            return Damaged(LinkPart.Length, out fault);
        if (!isCanonical)
            return Damaged(LinkPart.Checksum, out fault);

        var checksum = Blake2b.Hash(token.AsSpan(..^Link.ChecksumLength)).AsSpan(0, Link.ChecksumLength);
        if (!checksum.SequenceEqual(token.AsSpan(^Link.ChecksumLength..)))
            return Damaged(LinkPart.Checksum, out fault);
        if (token[0] != Link.Version)
            return Damaged(LinkPart.Version, out fault);
        if (token[2] != (byte)kind)
            return Damaged(LinkPart.Capability, out fault);
        if ((token[1] & ~(Link.PasswordFlag | Link.ExpiryFlag)) != 0)
            return Damaged(LinkPart.Flags, out fault);
        if (!hasEpoch || (kind == CapabilityKind.Own && epoch != 0))
            return Damaged(LinkPart.Epoch, out fault);

        reader.TryReadChannelId(out var channel);
        reader.TryReadBytes(Secret.Length, out var bytes);
        using var secret = new Secret(bytes);
        ReadOnlySpan<byte> salt = [];
        if ((token[1] & Link.PasswordFlag) != 0)
            reader.TryReadBytes(Argon2id.SaltLength, out salt);
        long expiry = 0;
        if ((token[1] & Link.ExpiryFlag) != 0 && (!reader.TryReadVarint(out expiry) || expiry == 0))
            return Damaged(LinkPart.Expiry, out fault);
        link = new(origin, layer, kind, epoch, channel, secret, expiry, salt.IsEmpty ? null : salt.ToArray());
        fault = null;
        return true;
    }

    // The platform's TryDecodeFromChars throws at what is no base64; this form of it answers.
    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> token, out int length) =>
        Base64Url.DecodeFromChars(text, token, out _, out length) == OperationStatus.Done;

    // Version 1 says by its flags, its epoch and its expiry how long it is. Of another version, and of an epoch that
    // cannot be read, only the checksum can tell whether the token is whole.
    private static bool IsOfWrongLength(ReadOnlySpan<byte> token, bool hasEpoch, int epochEnd)
    {
        if (token.Length < FixedLength + Link.ChecksumLength)
            return true;
        if (token[0] != Link.Version || !hasEpoch)
            return false;
        var salt = (token[1] & Link.PasswordFlag) != 0 ? Argon2id.SaltLength : 0;
        var end = epochEnd + ChannelId.Length + Secret.Length + salt;
        if ((token[1] & Link.ExpiryFlag) == 0)
            return token.Length != end + Link.ChecksumLength;
        var last = end < token.Length ? token[end..].IndexOfAnyInRange((byte)0, (byte)0x7F) : -1;
        return last < 0 || token.Length != end + last + 1 + Link.ChecksumLength;
    }

    private static bool IsHost(string host)
    {
        var nameEnd = host.StartsWith('[') ? host.IndexOf(']') + 1 : host.IndexOf(':');
        var name = nameEnd <= 0 ? host : host[..nameEnd];
        var port = host[name.Length..];
        return Uri.CheckHostName(name.Trim('[', ']')) is not (UriHostNameType.Unknown or UriHostNameType.Basic)
            && (port.Length == 0 || IsPort(port));
    }

    private static bool IsPort(string text) =>
        text[0] == ':'
        && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port != 0;

    private static ChannelKind? Layer(string word) => word switch
    {
        "pad" => ChannelKind.Pad,
        "log" => ChannelKind.Log,
        _ => null,
    };

    private static CapabilityKind? Kind(string word) => word switch
    {
        "own" => CapabilityKind.Own,
        "edit" => CapabilityKind.Edit,
        "view" => CapabilityKind.View,
        _ => null,
    };

    private static bool Damaged(LinkPart part, [NotNullWhen(false)] out LinkFault? fault, int position = 0)
    {
        fault = new(part, position);
        return false;
    }
}
