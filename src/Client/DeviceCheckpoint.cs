using Tacit.Wire;

namespace Tacit.Client;

/// <summary>From where a later run goes on.</summary>
/// <param name="Incarnation">Of which log.</param>
/// <param name="Seq">What the program has said it has handled; at or after the view's own seq.</param>
/// <param name="View">The view, as <see cref="Seal.ViewCheckpoint"/> makes it.</param>
internal sealed record DeviceCheckpoint(Incarnation Incarnation, long Seq, byte[] View);
