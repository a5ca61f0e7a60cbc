using Tacit.Wire.Blobs;
using Tacit.Wire.Frames;

namespace Tacit.Wire.Roles;

/// <summary>
/// Front to core: may this request about blobs be served? Asked before a body is read, so that who may not upload costs
/// nothing. Answered by <see cref="BlobRequestAdmitted"/>.
/// </summary>
/// <param name="Request">The front's number of the request.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Authorization">What the client proves its right with.</param>
/// <param name="Audience">The host the client called. Source: docs/protocol/keys.md §1.5.</param>
/// <param name="Method">The HTTP method, in upper case.</param>
/// <param name="Subject">The address, or the addresses, that the request is about.</param>
/// <param name="Writes">Whether it needs the right to write.</param>
public sealed record AdmitBlobRequest(
    long Request,
    ChannelId Channel,
    BlobAuthorization Authorization,
    string Audience,
    string Method,
    ReadOnlyMemory<byte> Subject,
    bool Writes) : RoleMessage
{
    // A host name and a method are shorter, and come from an HTTP request that has a limit.
    private const int TextSizeMax = 64 * 1024;

    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.AdmitBlobRequest).Varint(Request).ChannelId(Channel)
        .Byte((byte)Authorization.By).Varint(Authorization.At).Block(Authorization.Signature)
        .OptionalGrant(Authorization.Grant)
        .String(Audience).String(Method).Block(Subject).Flag(Writes);

    internal static AdmitBlobRequest Read(ref RoleReader reader) => new(
        reader.Number(),
        reader.Channel(),
        new(reader.Member<ProofBy>(), reader.Number(), reader.Block(), reader.OptionalGrant()),
        reader.Text(TextSizeMax),
        reader.Text(TextSizeMax),
        reader.Block(),
        reader.Flag());
}

/// <summary>Core to front: whether a request about blobs may be served.</summary>
/// <param name="Request">The front's number of the request.</param>
/// <param name="Code"><see cref="Code.None"/>, or why not.</param>
/// <param name="Detail">The number that the code speaks of.</param>
public sealed record BlobRequestAdmitted(long Request, Code Code, long Detail) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.BlobRequestAdmitted).Varint(Request).Code(Code).Varint(Detail);

    internal static BlobRequestAdmitted Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Code(), reader.Number());
}
