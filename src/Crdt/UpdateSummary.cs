using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>What an update contains.</summary>
/// <param name="Structs">All structs, client by client, by clock.</param>
/// <param name="Deletes">What it deletes.</param>
public sealed record UpdateSummary(IReadOnlyList<StructSummary> Structs, DeleteSet Deletes)
{
    /// <summary>For each client the first clock in the update.</summary>
    public StateVector From => Collect(queue => queue.First().Id.Clock);

    /// <summary>For each client the clock after the last one in the update.</summary>
    public StateVector To => Collect(queue => queue.Last().Id.Clock + queue.Last().Length);

    internal static UpdateSummary Of(ParsedUpdate update) =>
        new([.. update.Clients.SelectMany(queue => queue.Structs).Select(StructSummary.Of)], update.Deletes);

    private StateVector Collect(Func<IEnumerable<StructSummary>, long> clock)
    {
        var vector = new StateVector();
        foreach (var queue in Structs.GroupBy(each => each.Id.Client))
            vector[queue.Key] = clock(queue);
        return vector;
    }
}
