namespace Tacit.Crdt;

/// <summary>Where a <see cref="RelativePosition"/> is now.</summary>
/// <param name="Type">The list or text.</param>
/// <param name="Index">0-based, up to its length.</param>
public sealed record AbsolutePosition(SharedType Type, long Index);
