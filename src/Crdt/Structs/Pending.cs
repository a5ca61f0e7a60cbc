namespace Tacit.Crdt.Structs;

/// <summary>What was received and cannot be applied yet, because something it refers to has not come.</summary>
internal sealed class Pending
{
    private readonly List<ParsedUpdate> _parts = [];
    private readonly Dictionary<long, long> _missing = [];

    public DeleteSet Deletes { get; private set; } = new();

    public bool IsEmpty => _parts.Count == 0 && Deletes.IsEmpty;

    public void Add(List<StructQueue> structs, Dictionary<long, long> missing)
    {
        _parts.Add(new ParsedUpdate(structs, new DeleteSet()));
        foreach (var (client, clock) in missing)
        {
            if (!_missing.TryGetValue(client, out var known) || known > clock)
                _missing[client] = clock;
        }
    }

    public void ReplaceDeletes(DeleteSet deletes) => Deletes = deletes;

    /// <summary>Whether anything that is waited for is here by now.</summary>
    public bool HasArrived(StructStore store)
    {
        foreach (var (client, clock) in _missing)
        {
            if (clock < store.StateOf(client))
                return true;
        }
        return false;
    }

    /// <summary>All waiting structs as one update; nothing waits afterwards but deletions.</summary>
    public ParsedUpdate TakeStructs()
    {
        var merged = UpdateMerge.Merge(_parts);
        _parts.Clear();
        _missing.Clear();
        return merged;
    }

    /// <summary>For each client that is waited for, the clock expected next.</summary>
    public StateVector MissingClocks(StructStore store)
    {
        var clocks = new StateVector();
        foreach (var client in _missing.Keys.Concat(Deletes.Clients))
            clocks[client] = store.StateOf(client);
        return clocks;
    }

    /// <summary>Adds what waits to an encoded state, so that who gets it need not ask again.</summary>
    public byte[] MergeInto(byte[] state, UpdateFormat format, StateVector since)
    {
        var parts = new List<ParsedUpdate> { Coding.UpdateParser.Parse(state, format, Unlimited) };
        if (!Deletes.IsEmpty)
            parts.Add(new ParsedUpdate([], Deletes));
        if (_parts.Count > 0)
        {
            // Merging consumes its input, and encoding must leave what waits as it is.
            var copy = UpdateMerge.Merge(_parts.ConvertAll(part => Copy(part)));
            parts.Add(UpdateMerge.Diff(copy, since));
        }
        return UpdateMerge.Merge(parts).Encode(format);
    }

    private static DecodeLimits Unlimited { get; } = new() { SizeMax = int.MaxValue, StructsMax = int.MaxValue };

    private static ParsedUpdate Copy(ParsedUpdate part) =>
        Coding.UpdateParser.Parse(part.Encode(UpdateFormat.V2), UpdateFormat.V2, Unlimited);
}
