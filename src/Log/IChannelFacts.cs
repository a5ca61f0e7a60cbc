using Tacit.Wire;

namespace Tacit.Log;

/// <summary>What <see cref="AppendRule"/> asks of a channel before it lets an entry in.</summary>
public interface IChannelFacts
{
    /// <summary>The newest seq; 0 while there is none.</summary>
    long Head { get; }

    /// <summary>The current epoch.</summary>
    long Epoch { get; }

    /// <summary>When the current epoch began. Nobody asks while it is epoch 0.</summary>
    DateTimeOffset EpochSince { get; }

    /// <summary>Bytes of all stored entries.</summary>
    long SizeBytes { get; }

    /// <summary>The newest counter of an author; 0 if the log never had an entry of it.</summary>
    long LastCounterOf(AuthorId author);

    /// <summary>Whether an EPOCH entry removed the author.</summary>
    bool IsRemoved(AuthorId author);

    /// <summary>Whether a snapshot of this id is stored.</summary>
    bool HasSnapshot(EntryId id);

    /// <summary>The stored entry of an author at a counter; null if it was trimmed.</summary>
    StoredEntry? Find(AuthorId author, long counter);
}
