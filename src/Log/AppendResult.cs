using Tacit.Wire;

namespace Tacit.Log;

/// <summary>What became of an append.</summary>
/// <param name="Code"><see cref="Code.None"/> if the entry is in the log; else why not.</param>
/// <param name="Seq">The entry's place, from 1, if it is in the log; else 0.</param>
/// <param name="Detail">The number that the code speaks of (codes.md), such as the counter expected.</param>
/// <param name="WasThere">Whether the same entry was in the log before.</param>
public readonly record struct AppendResult(Code Code, long Seq, long Detail, bool WasThere)
{
    /// <summary>The entry is new, and now in the log.</summary>
    public static AppendResult Added(long seq) => new(Code.None, seq, 0, WasThere: false);

    /// <summary>The same entry was there: an earlier try had got through.</summary>
    public static AppendResult Known(long seq) => new(Code.None, seq, 0, WasThere: true);

    /// <summary>The entry was refused and left no trace.</summary>
    public static AppendResult Refused(Code code, long detail = 0) => new(code, 0, detail, WasThere: false);
}
