using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>Something that happened in a channel, in the channel's order.</summary>
public abstract record ChannelEvent;

/// <summary>An entry was read, verified and opened.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="IsOwn">Whether this device wrote it.</param>
public sealed record EntryRead(OpenedEntry Entry, bool IsOwn) : ChannelEvent;

/// <summary>An entry does not count. The channel goes on.</summary>
/// <param name="Entry">Which, and why.</param>
public sealed record EntrySkipped(SkippedEntry Entry) : ChannelEvent;

/// <summary>Everything that the log held was read; what follows is new. Comes again after each reconnect.</summary>
/// <param name="Seq">Up to where.</param>
public sealed record BecameLive(long Seq) : ChannelEvent;

/// <summary>A message of another who is present.</summary>
/// <param name="Message">The message.</param>
public sealed record EphemeralHeard(OpenedEphemeral Message) : ChannelEvent;

/// <summary>
/// This device writes as a new author from here on, because its state was damaged, copied or set back.
/// </summary>
/// <param name="Author">The new author.</param>
/// <param name="Code">Why.</param>
public sealed record IdentityRenewed(AuthorId Author, Code Code) : ChannelEvent;
