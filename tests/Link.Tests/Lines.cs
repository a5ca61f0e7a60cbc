using Microsoft.Extensions.Logging;

namespace Tacit.Link.Tests;

/// <summary>A log whose lines can be awaited.</summary>
internal sealed class Lines : ILogger, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>All lines so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Waits until a line holds a text.</summary>
    public async Task<string> ContainsAsync(string text)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                    return found;
            }

            Assert.True(await _added.WaitAsync(Patience), $"No line says \"{text}\":\n{Text}");
        }
    }

    /// <inheritdoc />
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add(formatter(state, exception));
        _added.Release();
    }

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc />
    public void Dispose() => _added.Dispose();
}
