using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>How ids stand in columns, and short ways to commands and rows.</summary>
internal static class Columns
{
    /// <summary>An author id: the same bits, signed.</summary>
    public static long Of(AuthorId author) => unchecked((long)author.Value);

    /// <summary>The author id that a column holds.</summary>
    public static AuthorId Author(long column) => new(unchecked((ulong)column));

    /// <summary>The clock that a column holds.</summary>
    /// <exception cref="LogDamagedException">It holds none.</exception>
    public static VectorClock Clock(byte[] column)
    {
        var reader = new WireReader(column);
        return VectorClock.TryRead(ref reader, out var clock)
            ? clock
            : throw new LogDamagedException("What a snapshot covers cannot be read.");
    }

    /// <summary>A vector clock as one column.</summary>
    public static byte[] Bytes(VectorClock clock)
    {
        var writer = new WireWriter();
        clock.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Adds a statement; its parameters are $1, $2, …</summary>
    public static NpgsqlBatch Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>A parameter of a known type.</summary>
    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    /// <summary>Bytes of the row, for the caller to keep.</summary>
    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    /// <summary>An array of bytes of the row, for the caller to keep.</summary>
    public static byte[][] Arrays(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[][]>(column);

    /// <summary>A moment of the row.</summary>
    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) =>
        row.GetFieldValue<DateTimeOffset>(column);

    /// <summary>Goes through the rows of one result.</summary>
    public static async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(this NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
            yield return reader;
    }
}
