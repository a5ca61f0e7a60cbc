using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>
/// The tables and how they came to be: numbered files in <c>Migrations/</c>, never changed afterwards. They lie in the
/// first schema of the connection's search path.
/// </summary>
internal static class Schema
{
    // The ASCII letters "TCIT". Beside it in the lock stands the schema's name: a database may hold several stores.
    private const int LockKey = 0x54434954;

    private static readonly string[] Migrations =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)];

    /// <summary>The newest version, which is the number of migrations.</summary>
    public static int Version => Migrations.Length;

    /// <summary>
    /// Brings the store to the newest version, and makes it if there is none. Of many who do so at once, one does.
    /// </summary>
    /// <returns>The store's incarnation.</returns>
    /// <exception cref="LogOpenException">It is newer than this program.</exception>
    public static async Task<Incarnation> MigrateAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(
            connection,
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT pg_advisory_xact_lock({LockKey}, hashtext(current_schema()))"),
            cancellationToken);
        await ExecuteAsync(
            connection,
            "CREATE TABLE IF NOT EXISTS store_version (version integer NOT NULL)",
            cancellationToken);
        var version = await ScalarAsync<int>(
            connection, "SELECT coalesce(max(version), 0) FROM store_version", cancellationToken);
        if (version > Version)
        {
            throw new LogOpenException(
                Code.StoreNewer,
                $"the store {name} has version {version}, this program knows up to {Version}; it was not touched; run "
                + "the Tacit that wrote it or restore a backup");
        }

        for (var next = version; next < Version; next++)
        {
            await ExecuteAsync(connection, Read(Migrations[next]), cancellationToken);
            await ExecuteAsync(
                connection,
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO store_version VALUES ({next + 1})"),
                cancellationToken);
        }

        if (version == 0)
            await DrawIncarnationAsync(connection, cancellationToken);
        var incarnation = await ScalarAsync<byte[]>(connection, "SELECT incarnation FROM store", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Incarnation.Read(incarnation);
    }

    private static async Task DrawIncarnationAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO store (id, incarnation) VALUES (1, $1)", connection);
        insert.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(Incarnation.Length) });
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> ScalarAsync<T>(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
