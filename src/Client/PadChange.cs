using Tacit.Wire;

namespace Tacit.Client;

/// <summary>An entry of a pad was taken in, whoever wrote it; the document holds it now.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Name">
/// What the author shows of itself to those present, else its device's label; empty where neither is known.
/// </param>
/// <param name="IsOwn">Whether this device did.</param>
/// <param name="Time">When, by the author's clock, which may lie; null where the entry does not say.</param>
/// <param name="IsSnapshot">Whether it stands for entries before it, and may change nothing.</param>
/// <param name="Fault">Why nothing of it was taken in, if so.</param>
/// <param name="MissedCount">
/// How many changes came since the one before and were not kept, because nobody read them in time.
/// </param>
public sealed record PadChange(
    long Seq,
    AuthorId Author,
    string Name,
    bool IsOwn,
    DateTimeOffset? Time,
    bool IsSnapshot,
    PadContentFault Fault,
    int MissedCount = 0);
