using System.Data.Common;
using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>The connections to a database, of which one store lies in one schema.</summary>
internal sealed class Database : IAsyncDisposable
{
    // Small, since nothing waits in a connection: one writer, some readers.
    private const int PoolSizeMax = 16;

    // Seconds. Several hosts are tried one after the other, and a silent one must not hold up the others.
    private const int ConnectTimeout = 5;
    private const int ConnectTimeoutOfSeveral = 1;
    private const int CommandTimeout = 10;

    private readonly NpgsqlDataSource _source;

    private Database(NpgsqlDataSource source, string name) => (_source, Name) = (source, name);

    /// <summary>Where it is, for messages: hosts and database, no secrets.</summary>
    public string Name { get; }

    /// <summary>Prepares connections; opens none.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static Database Of(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        var hasSeveralHosts = settings.Host?.Contains(',', StringComparison.Ordinal) == true;
        Default("Timeout", () => settings.Timeout = hasSeveralHosts ? ConnectTimeoutOfSeveral : ConnectTimeout);
        Default("Command Timeout", () => settings.CommandTimeout = CommandTimeout);
        Default("Maximum Pool Size", () => settings.MaxPoolSize = PoolSizeMax);
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 40);
        Default("Auto Prepare Min Usages", () => settings.AutoPrepareMinUsages = 2);
        Default("Host Recheck Seconds", () => settings.HostRecheckSeconds = 1);
        Default("Application Name", () => settings.ApplicationName = "tacit");
        Default("Include Error Detail", () => settings.IncludeErrorDetail = false);

        // No state is kept in a session but what is set here.
        settings.NoResetOnClose = true;
        settings.TargetSessionAttributes = null;
        builder.UsePhysicalConnectionInitializer(Prepare, PrepareAsync);
        var source = hasSeveralHosts
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : builder.Build();
        return new(source, $"{settings.Host}/{settings.Database ?? settings.Username}");

        void Default(string keyword, Action set)
        {
            if (!given.ContainsKey(keyword) && !given.ContainsKey(keyword.Replace(" ", "", StringComparison.Ordinal)))
                set();
        }
    }

    /// <summary>Does something over a connection; where that was lost, once more over another.</summary>
    /// <param name="work">Must do no harm when it is done twice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or refuses.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var isRetry = false; ; isRetry = true)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                return await work(connection);
            }
            catch (NpgsqlException e) when (!isRetry && Failures.PassesOnRetry(e))
            {
                // Others in the pool were mostly lost with it.
                _source.Clear();
            }
        }
    }

    /// <summary>The same for what throws what a log may throw.</summary>
    /// <exception cref="IOException">The database does not answer, or refuses.</exception>
    /// <exception cref="LogDamagedException">It contradicts itself.</exception>
    public async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(work, cancellationToken);
        }
        catch (NpgsqlException e) when (Failures.AsDamage(e) is { } damage)
        {
            throw damage;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            var what = e is PostgresException ? "refuses" : "does not answer";
            throw new IOException($"The database {Name} {what}: {e.Message}", e);
        }
    }

    /// <summary>Opens the store, and makes it if there is none.</summary>
    /// <exception cref="LogOpenException">It is newer than this program.</exception>
    /// <exception cref="IOException">The database does not answer, or does not let this program in.</exception>
    public Task<Incarnation> OpenStoreAsync(CancellationToken cancellationToken) =>
        AskAsync(connection => Schema.MigrateAsync(connection, Name, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // What the log relies on, whatever the server's defaults are: an answer to a commit means that it is flushed.
    private const string Preparation =
        """
        SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
        """;

    private static void Prepare(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Preparation, connection);
        command.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Preparation, connection);
        await command.ExecuteNonQueryAsync();
    }
}
