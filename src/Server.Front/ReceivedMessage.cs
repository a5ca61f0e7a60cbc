using Tacit.Wire;

namespace Tacit.Server.Front;

/// <summary>A message, or why it cannot be taken.</summary>
/// <param name="Bytes">The message, which its receiver may keep.</param>
/// <param name="Code">Why the connection must end; <see cref="Code.None"/> for a message.</param>
/// <param name="Detail">The number that the code speaks of.</param>
internal readonly record struct ReceivedMessage(ReadOnlyMemory<byte> Bytes, Code Code, long Detail);
