using Tacit.Link;
using Tacit.Wire;

namespace Tacit.Server.Core;

/// <summary>One client's connection in one channel, as proved when it joined.</summary>
/// <param name="Front">The way to the front that holds the connection.</param>
/// <param name="Number">The front's number of it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Author">As whom it appends; the default for a reader.</param>
/// <param name="Expiry">Unix time in seconds at which its grant ends; 0 for never.</param>
/// <param name="ByReadKey">Whether it proved itself by the read key, which ends with the epoch.</param>
internal sealed record CoreSession(
    ILink Front, long Number, Role Role, AuthorId Author, long Expiry, bool ByReadKey);
