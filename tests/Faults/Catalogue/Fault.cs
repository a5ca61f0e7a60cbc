using Tacit.Faults.Load;
using Tacit.Faults.Places;

namespace Tacit.Faults.Catalogue;

/// <summary>Something that goes wrong while everybody writes.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Shape">To whom it happens.</param>
/// <param name="HappenAsync">
/// Makes it happen. It completes when whatever was taken away is given back, or is known not to be needed.
/// </param>
internal sealed record Fault(string Name, PlaceShape Shape, Func<Place, Workload, Task> HappenAsync)
{
    /// <summary>Whether every run of the tests makes it.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Whether it takes minutes, and is left out where everything is asked for.</summary>
    public bool IsLong { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
