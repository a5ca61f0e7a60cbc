namespace Tacit.Crdt;

/// <summary>What an <see cref="UndoHistory"/> captures.</summary>
public sealed record UndoOptions
{
    /// <summary>Transactions closer together than this become one step.</summary>
    public TimeSpan CaptureTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The origins whose transactions are captured, beside the history itself. Null is an origin: that of
    /// changes made without one.</summary>
    public IReadOnlyCollection<object?> TrackedOrigins { get; init; } = [null];

    /// <summary>Whether a transaction is to be captured; all where this is null.</summary>
    public Func<Transaction, bool>? Captures { get; init; }

    /// <summary>Whether an undo may delete an element; all where this is null.</summary>
    public Func<Id, bool>? MayDelete { get; init; }

    /// <summary>Whether an undo overwrites what others have set under the same key since.</summary>
    public bool IgnoreRemoteMapChanges { get; init; }

    /// <summary>The clock for <see cref="CaptureTimeout"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
