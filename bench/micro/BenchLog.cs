using Tacit.Log;
using Tacit.Log.Postgres;
using Tacit.Log.Sqlite;

namespace Tacit.Bench.Micro;

/// <summary>Which log is measured.</summary>
public enum LogKind
{
    /// <summary>The model, in memory.</summary>
    Memory,

    /// <summary>The embedded one, flushed.</summary>
    Sqlite,

    /// <summary>PostgreSQL at <c>TACIT_BENCH_POSTGRES</c>, a connection string whose schema may be filled.</summary>
    Postgres,
}

/// <summary>A log of one kind over a folder of its own.</summary>
internal sealed class BenchLog : IAsyncDisposable
{
    private const string PostgresVariable = "TACIT_BENCH_POSTGRES";

    private readonly string _folder;

    private BenchLog(ILog log, string folder) => (Log, _folder) = (log, folder);

    /// <summary>The kinds that can be measured here.</summary>
    public static IEnumerable<LogKind> Kinds => Environment.GetEnvironmentVariable(PostgresVariable) is null
        ? [LogKind.Memory, LogKind.Sqlite]
        : [LogKind.Memory, LogKind.Sqlite, LogKind.Postgres];

    /// <summary>The log.</summary>
    public ILog Log { get; }

    /// <summary>Opens one that is empty.</summary>
    public static async Task<BenchLog> OpenAsync(LogKind kind)
    {
        // Where the program runs, and not in /tmp, which may be memory.
        var folder = Directory.CreateDirectory(
            Path.Combine(AppContext.BaseDirectory, $"store-{Guid.NewGuid():N}")).FullName;
        var settings = new LogSettings();
        ILog log = kind switch
        {
            LogKind.Memory => new MemoryLog(settings, TimeProvider.System, Entries.Hash),
            LogKind.Sqlite => await SqliteLog.OpenAsync(
                Path.Combine(folder, "log.sqlite"), settings, TimeProvider.System, Entries.Hash,
                CancellationToken.None),
            LogKind.Postgres => await PostgresLog.OpenAsync(
                Environment.GetEnvironmentVariable(PostgresVariable)!, settings, TimeProvider.System, Entries.Hash,
                CancellationToken.None),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return new(log, folder);
    }

    /// <summary>Appends, all of which has to be taken.</summary>
    public async Task AppendAsync(IReadOnlyList<PendingAppend> batch)
    {
        foreach (var result in await Log.AppendAsync(batch, CancellationToken.None))
        {
            if (result.Code != Wire.Code.None)
                throw new InvalidOperationException($"An append was refused: {result.Code}.");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
