using Tacit.Simulation.World;

namespace Tacit.Simulation.Disk;

/// <summary>
/// A journal that survives its process. What was written and not flushed is lost in a crash, in part or whole; a
/// transaction that was torn is recognised by its checksum, so it and all behind it are lost.
/// </summary>
internal sealed class SimulatedDisk(Chance chance)
{
    private readonly List<Operation> _journal = [];
    private int _flushedCount;

    /// <summary>Transactions, oldest first.</summary>
    public IReadOnlyList<Operation> Journal => _journal;

    /// <summary>How many times slower than it should be.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>Whether there is no room.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether it does not answer.</summary>
    public bool IsFailing { get; set; }

    /// <summary>How long one access takes.</summary>
    public TimeSpan AccessTime() => chance.Ms(0.05, chance.OneIn(50) ? 20 : 0.6) * Slowness;

    /// <summary>Writes to memory that the disk will be given some time.</summary>
    public void Write(Operation operation) => _journal.Add(operation);

    /// <summary>Makes durable what was written.</summary>
    public void Flush() => _flushedCount = _journal.Count;

    /// <summary>The process or the machine ended.</summary>
    public void Crash()
    {
        var kept = _flushedCount + chance.Next(_journal.Count - _flushedCount + 1);
        _journal.RemoveRange(kept, _journal.Count - kept);
    }
}
