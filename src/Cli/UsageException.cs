namespace Tacit.Cli;

/// <summary>The command line makes no sense.</summary>
/// <param name="message">What is wrong, in lower case, without a full stop.</param>
/// <param name="hint">What to do.</param>
internal sealed class UsageException(string message, string hint) : Exception(message)
{
    /// <summary>What to do.</summary>
    public string Hint { get; } = hint;
}
