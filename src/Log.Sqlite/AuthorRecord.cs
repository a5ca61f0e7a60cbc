namespace Tacit.Log.Sqlite;

/// <summary>What is known of an author of a channel. Guarded as <see cref="ChannelRecord"/> is.</summary>
internal sealed class AuthorRecord
{
    /// <summary>The newest counter that is committed.</summary>
    public long LastCounter { get; private set; }

    /// <summary>Whether an EPOCH entry that is committed removed it.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>The newest counter with the open transaction in it.</summary>
    public long FreshLastCounter { get; set; }

    /// <summary>Whether it is removed with the open transaction in it.</summary>
    public bool FreshIsRemoved { get; set; }

    /// <summary>Whether the row in <c>author</c> says less.</summary>
    public bool IsUnindexed { get; set; }

    /// <summary>Made from the row, or from nothing.</summary>
    public AuthorRecord(long lastCounter, bool isRemoved)
    {
        (LastCounter, IsRemoved) = (lastCounter, isRemoved);
        Undo();
    }

    /// <summary>The transaction was committed.</summary>
    public void Keep()
    {
        IsUnindexed |= LastCounter != FreshLastCounter || IsRemoved != FreshIsRemoved;
        (LastCounter, IsRemoved) = (FreshLastCounter, FreshIsRemoved);
    }

    /// <summary>The transaction was not committed.</summary>
    public void Undo() => (FreshLastCounter, FreshIsRemoved) = (LastCounter, IsRemoved);
}
