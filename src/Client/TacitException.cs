using Tacit.Wire;

namespace Tacit.Client;

/// <summary>Tacit said no: a stable code, the number it speaks of, and a sentence that says what to do.</summary>
public sealed class TacitException : Exception
{
    /// <summary>Refuses with the code's own sentence.</summary>
    public TacitException(Code code, long detail = 0)
        : this(code, detail, Codes.Of(code).Sentence)
    {
    }

    /// <summary>Refuses with a sentence of the server, or with particulars.</summary>
    public TacitException(Code code, long detail, string sentence, Exception? cause = null)
        : base(sentence.Length > 0 ? sentence : Codes.Of(code).Sentence, cause) => (Code, Detail) = (code, detail);

    /// <summary>Why. Source: docs/protocol/codes.md.</summary>
    public Code Code { get; }

    /// <summary>The number that the code speaks of, else 0.</summary>
    public long Detail { get; }
}
