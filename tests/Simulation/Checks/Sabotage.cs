namespace Tacit.Simulation.Checks;

/// <summary>Ways to be wrong, built in on purpose: the simulation must find each of them.</summary>
internal enum Sabotage
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The log answers an append before the disk has it.</summary>
    AnswersBeforeFlush,

    /// <summary>The disk says that it has flushed, and has not.</summary>
    NeverFlushes,

    /// <summary>A page leaves out its last entry, and says that nothing is missing.</summary>
    SkipsInPages,

    /// <summary>The log takes entries under any token.</summary>
    IgnoresTokens,

    /// <summary>A link loses a message, and stands.</summary>
    LinkLoses,

    /// <summary>Nobody is told that a link has closed.</summary>
    LinkClosesSilently,
}
