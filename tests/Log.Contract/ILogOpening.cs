namespace Tacit.Log.Contract;

/// <summary>Opens logs of one kind: what a contract needs to know of them.</summary>
public interface ILogOpening : IAsyncDisposable
{
    /// <summary>Opens a log with nothing in it. Disposing of this takes it away.</summary>
    ValueTask<ILog> OpenEmptyAsync(LogSettings settings, TimeProvider time);
}
