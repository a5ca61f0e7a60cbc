using Npgsql;
using Tacit.Log.Contract;
using Tacit.Postgres;

namespace Tacit.Log.Postgres.Tests;

/// <summary>A schema for one store, which goes with this, on a server that all tests share.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(StartAsync);

    private readonly string _schema = $"test_{Guid.NewGuid():N}";
    private readonly string _server;

    private TestDatabase(string server) => _server = server;

    /// <summary>How to connect to the schema.</summary>
    public string ConnectionString => $"{_server};Search Path={_schema}";

    public static async Task<TestDatabase> MakeAsync()
    {
        var database = new TestDatabase((await Server.Value).ConnectionString);
        await database.ExecuteAsync($"CREATE SCHEMA {database._schema}");
        return database;
    }

    public Task<PostgresLog> OpenAsync(LogSettings? settings = null, TimeProvider? time = null) =>
        PostgresLog.OpenAsync(
            ConnectionString, settings ?? new(), time ?? TimeProvider.System, TestAuthor.Hash, CancellationToken.None);

    /// <summary>Runs a statement in the schema.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync() =>
        await ExecuteAsync($"SET client_min_messages = warning; DROP SCHEMA {_schema} CASCADE");

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait();
        return server;
    }
}
