using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>A message of another who is present.</summary>
/// <param name="Author">Who sent it.</param>
/// <param name="Type">What it carries.</param>
/// <param name="Payload">The bytes after the type.</param>
public sealed record OpenedEphemeral(AuthorId Author, EphemeralType Type, ReadOnlyMemory<byte> Payload);
