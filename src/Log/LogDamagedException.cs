namespace Tacit.Log;

/// <summary>The store breaks one of its own invariants. Nothing was changed since it was noticed.</summary>
/// <param name="message">What is broken, without content.</param>
/// <param name="innerException">What noticed it, if anything did.</param>
public sealed class LogDamagedException(string message, Exception? innerException = null)
    : Exception(message, innerException);
