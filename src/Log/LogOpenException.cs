using Tacit.Wire;

namespace Tacit.Log;

/// <summary>A store cannot be opened as a log. Nothing in it was changed.</summary>
/// <param name="code">Which of the store codes (codes.md, 90 to 99).</param>
/// <param name="message">What is wrong with which store, and what to do.</param>
/// <param name="innerException">What noticed it, if anything did.</param>
public sealed class LogOpenException(Code code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Which of the store codes.</summary>
    public Code Code { get; } = code;
}
