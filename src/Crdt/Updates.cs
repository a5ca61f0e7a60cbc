using Tacit.Crdt.Coding;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// What can be done with updates without a document: for tools, stores and servers that only pass them on. Each
/// method throws <see cref="MalformedUpdateException"/> for bytes that are no update.
/// </summary>
/// <remarks>
/// To make many updates small, apply them to a <see cref="Doc"/> and encode its state. Merging keeps everything that
/// was ever said, deleted content included, and cannot join what only a document knows to be neighbours.
/// </remarks>
public static class Updates
{
    /// <summary>One update that says what all of them say. Gaps between them are kept as gaps.</summary>
    public static byte[] Merge(IReadOnlyList<ReadOnlyMemory<byte>> updates, UpdateFormat format = UpdateFormat.V1,
        DecodeLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(updates);
        var parsed = new List<ParsedUpdate>(updates.Count);
        foreach (var update in updates)
            parsed.Add(Parse(update.Span, format, limits));
        return updates.Count == 1 ? updates[0].ToArray() : UpdateMerge.Merge(parsed).Encode(format);
    }

    /// <summary>What a replica with the given state lacks of an update, and all its deletions.</summary>
    public static byte[] Diff(ReadOnlySpan<byte> update, StateVector since, UpdateFormat format = UpdateFormat.V1,
        DecodeLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(since);
        return UpdateMerge.Diff(Parse(update, format, limits), since).Encode(format);
    }

    /// <summary>The same update in the other format.</summary>
    public static byte[] Convert(ReadOnlySpan<byte> update, UpdateFormat from, UpdateFormat to,
        DecodeLimits? limits = null) => Parse(update, from, limits).Encode(to);

    /// <summary>The state of a replica that has nothing but this update: up to the first gap of each client.</summary>
    public static StateVector StateVectorOf(ReadOnlySpan<byte> update, UpdateFormat format = UpdateFormat.V1,
        DecodeLimits? limits = null)
    {
        var vector = new StateVector();
        foreach (var queue in Parse(update, format, limits).Clients)
        {
            long state = 0;
            foreach (var each in queue.Structs)
            {
                if (each is Skip || each.Clock != state)
                    break;
                state = each.End;
            }
            if (state > 0)
                vector[queue.Client] = state;
        }
        return vector;
    }

    /// <summary>For each client of an update the clock after its last element: what a replica that has applied it
    /// must have reached.</summary>
    /// <returns>Whether the bytes are an update.</returns>
    public static bool TryFindEnds(ReadOnlySpan<byte> update, out StateVector ends,
        UpdateFormat format = UpdateFormat.V1, DecodeLimits? limits = null)
    {
        ends = new StateVector();
        try
        {
            foreach (var queue in Parse(update, format, limits).Clients)
            {
                foreach (var each in queue.Structs)
                {
                    if (each is not Skip)
                        ends[queue.Client] = each.End;
                }
            }
            return true;
        }
        catch (MalformedUpdateException)
        {
            return false;
        }
    }

    /// <summary>Everything about an update that can be said without a document.</summary>
    public static UpdateSummary Inspect(ReadOnlySpan<byte> update, UpdateFormat format = UpdateFormat.V1,
        DecodeLimits? limits = null) => UpdateSummary.Of(Parse(update, format, limits));

    /// <summary>
    /// Which format the bytes are in, as far as can be told: they do not say it, but what was written in one can
    /// rarely be read to its end in the other. Null when neither fits.
    /// </summary>
    public static UpdateFormat? GuessFormat(ReadOnlySpan<byte> update, DecodeLimits? limits = null)
    {
        // Version 2 begins with a zero and nine lengths that must fit, which hardly happens by chance.
        foreach (var format in (ReadOnlySpan<UpdateFormat>)[UpdateFormat.V2, UpdateFormat.V1])
        {
            try
            {
                Parse(update, format, limits);
                return format;
            }
            catch (MalformedUpdateException)
            {
                // Then it is the other one, or neither.
            }
        }
        return null;
    }

    private static ParsedUpdate Parse(ReadOnlySpan<byte> update, UpdateFormat format, DecodeLimits? limits) =>
        UpdateParser.Parse(update, format, limits ?? DecodeLimits.Default);
}
