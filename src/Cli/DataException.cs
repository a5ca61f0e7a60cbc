namespace Tacit.Cli;

/// <summary>A file that was given does not hold what it should. Nothing was written.</summary>
/// <param name="message">Which file, what is wrong and where, in lower case, without a full stop.</param>
internal sealed class DataException(string message) : Exception(message);
