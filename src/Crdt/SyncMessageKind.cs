namespace Tacit.Crdt;

/// <summary>The messages of the y-protocols sync protocol; the numbers are those on the wire.</summary>
public enum SyncMessageKind
{
    /// <summary>"This is what I have": a state vector, to be answered with step 2.</summary>
    Step1 = 0,

    /// <summary>"This is what you lack": an update in version 1.</summary>
    Step2 = 1,

    /// <summary>"This has just happened": an update in version 1.</summary>
    Update = 2,
}
