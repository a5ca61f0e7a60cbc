namespace Tacit.Crdt.Coding;

/// <summary>What a delete set is read from: the end of an update, or the beginning of a snapshot.</summary>
internal interface IDeleteSetDecoder
{
    long ReadVarUint();

    /// <summary>Called before the ranges of each client.</summary>
    void StartDeletes();

    long ReadDeleteClock();

    long ReadDeleteLength();

    MalformedUpdateException Malformed(string reason);
}
