namespace Tacit.Crdt;

/// <summary>What one undo takes back: the changes of one or several transactions close in time.</summary>
public sealed class UndoStep
{
    internal UndoStep(DeleteSet insertions, DeleteSet deletions)
    {
        Insertions = insertions;
        Deletions = deletions;
    }

    /// <summary>A place for the program's own: the cursor to go back to, say.</summary>
    public Dictionary<string, object?> Meta { get; } = [];

    /// <summary>The elements inserted, which an undo deletes.</summary>
    internal DeleteSet Insertions { get; set; }

    /// <summary>The elements deleted, which an undo brings back.</summary>
    internal DeleteSet Deletions { get; set; }
}
