using System.Globalization;

namespace Tacit.Simulation.World;

/// <summary>
/// What happened, as a hash of everything; and as lines for people, where a run is told to keep them.
/// </summary>
/// <param name="keepsLines">Whether to keep lines, which costs time and memory.</param>
internal sealed class Trace(bool keepsLines)
{
    private readonly List<string> _lines = [];

    /// <summary>The hash of all that happened so far.</summary>
    public ulong Sum { get; private set; } = 1;

    /// <summary>Whether lines are kept: what only they need is not computed else.</summary>
    public bool KeepsLines => keepsLines;

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Something happened.</summary>
    public void Add(ulong what) => Sum = Hash.Add(Sum, what);

    /// <summary>Bytes went somewhere.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => Sum = Hash.Add(Sum, bytes);

    /// <summary>Something happened that a reader wants to see.</summary>
    /// <param name="at">When.</param>
    /// <param name="who">Where.</param>
    /// <param name="what">What.</param>
    public void Say(TimeSpan at, string who, string what)
    {
        if (keepsLines)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at.TotalMilliseconds,10:F3}  {who,-10} {what}"));
    }
}
