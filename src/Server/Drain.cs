namespace Tacit.Server;

/// <summary>How a server lets go of its connections.</summary>
/// <param name="wait">How long it may take.</param>
internal sealed class Drain(TimeSpan wait)
{
    /// <summary>How long it may take.</summary>
    public TimeSpan Wait { get; } = wait;

    /// <summary>What to do. Set once the front exists.</summary>
    public Func<CancellationToken, Task> Begin { get; set; } = _ => Task.CompletedTask;
}
