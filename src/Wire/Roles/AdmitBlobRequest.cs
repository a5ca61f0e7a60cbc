using Tacit.Wire.Blobs;

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
    bool Writes) : RoleMessage;

/// <summary>Core to front: whether a request about blobs may be served.</summary>
/// <param name="Request">The front's number of the request.</param>
/// <param name="Code"><see cref="Code.None"/>, or why not.</param>
/// <param name="Detail">The number that the code speaks of.</param>
public sealed record BlobRequestAdmitted(long Request, Code Code, long Detail) : RoleMessage;
