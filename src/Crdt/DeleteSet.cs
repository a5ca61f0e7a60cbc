using System.Runtime.InteropServices;
using Tacit.Crdt.Coding;

namespace Tacit.Crdt;

/// <summary>
/// Which elements are deleted: for each client ranges of clocks, ascending and apart once the transaction that
/// collects them has ended. Deletions have no clocks of their own, so a set is all that is ever said about them.
/// </summary>
public sealed class DeleteSet
{
    private static readonly Dictionary<long, List<DeleteRange>> None = [];

    private Dictionary<long, List<DeleteRange>> _byClient = None;
    private List<DeleteRange>? _recent;
    private long _recentClient;

    /// <summary>Whether nothing is deleted.</summary>
    public bool IsEmpty => _byClient.Count == 0;

    /// <summary>The clients of whose elements some are deleted.</summary>
    public IReadOnlyCollection<long> Clients => _byClient.Keys;

    internal Dictionary<long, List<DeleteRange>> ByClient => _byClient;

    /// <summary>The deleted ranges of one client, empty when there are none.</summary>
    public IReadOnlyList<DeleteRange> RangesOf(long client) => _byClient.TryGetValue(client, out var list) ? list : [];

    /// <summary>Whether the element is in the set. Takes time logarithmic in the client's ranges.</summary>
    public bool Contains(Id id)
    {
        if (!_byClient.TryGetValue(id.Client, out var ranges))
            return false;
        int low = 0, high = ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (ranges[middle].Clock > id.Clock)
                high = middle - 1;
            else if (ranges[middle].End <= id.Clock)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }

    /// <summary>Whether both say the same.</summary>
    public bool SetEquals(DeleteSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _byClient.Count == other._byClient.Count && _byClient.All(pair =>
            other._byClient.TryGetValue(pair.Key, out var theirs) && theirs.SequenceEqual(pair.Value));
    }

    internal static DeleteSet Merge(params IEnumerable<DeleteSet> sets)
    {
        var merged = new DeleteSet();
        foreach (var set in sets)
        {
            foreach (var (client, ranges) in set._byClient)
                merged.ListOf(client).AddRange(ranges);
        }
        merged.Normalize();
        return merged;
    }

    internal void Add(long client, long clock, long length)
    {
        var ranges = ListOf(client);
        if (ranges.Count > 0)
        {
            var last = ranges[^1];
            if (last.End == clock)
            {
                ranges[^1] = last with { Length = last.Length + length };
                return;
            }
        }
        ranges.Add(new DeleteRange(clock, length));
    }

    /// <summary>Sorts the ranges and joins those that touch.</summary>
    internal void Normalize()
    {
        foreach (var ranges in _byClient.Values)
        {
            if (ranges.Count < 2)
                continue;
            ranges.Sort(static (a, b) => a.Clock.CompareTo(b.Clock));
            var kept = 1;
            for (var i = 1; i < ranges.Count; i++)
            {
                var left = ranges[kept - 1];
                var right = ranges[i];
                if (left.End >= right.Clock)
                    ranges[kept - 1] = left with { Length = Math.Max(left.Length, right.End - left.Clock) };
                else
                    ranges[kept++] = right;
            }
            ranges.RemoveRange(kept, ranges.Count - kept);
        }
    }

    internal void Write(UpdateEncoder encoder)
    {
        encoder.Rest.WriteVarUint(_byClient.Count);
        var clients = _byClient.Keys.ToArray();
        Array.Sort(clients, static (a, b) => b.CompareTo(a));
        foreach (var client in clients)
        {
            var ranges = _byClient[client];
            encoder.StartDeletes();
            encoder.Rest.WriteVarUint(client);
            encoder.Rest.WriteVarUint(ranges.Count);
            foreach (var range in ranges)
            {
                encoder.WriteDeleteClock(range.Clock);
                encoder.WriteDeleteLength(range.Length);
            }
        }
    }

    internal static DeleteSet Read<TDecoder>(ref TDecoder decoder)
        where TDecoder : IDeleteSetDecoder, allows ref struct
    {
        var set = new DeleteSet();
        var clients = decoder.ReadVarUint();
        for (long i = 0; i < clients; i++)
        {
            decoder.StartDeletes();
            var client = decoder.ReadVarUint();
            var count = decoder.ReadVarUint();
            for (long j = 0; j < count; j++)
            {
                var clock = decoder.ReadDeleteClock();
                var length = decoder.ReadDeleteLength();
                if (clock > DecodeLimits.IntegerMax - length)
                    throw decoder.Malformed("a deleted range ends out of range");
                if (length > 0)
                    set.Add(client, clock, length);
            }
        }
        return set;
    }

    private List<DeleteRange> ListOf(long client)
    {
        if (_recent is not null && _recentClient == client)
            return _recent;
        if (ReferenceEquals(_byClient, None))
            _byClient = [];
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_byClient, client, out _);
        _recentClient = client;
        return _recent = list ??= [];
    }
}
