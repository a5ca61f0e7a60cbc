using System.Security.Cryptography;
using Tacit.Log;
using Tacit.Log.Postgres;
using Tacit.Log.Sqlite;
using Tacit.Postgres;
using Tacit.Wire;

namespace Tacit.Bench;

/// <summary>A store in a folder of its own, with channels made.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly PostgresServer? _server;

    private BenchStore(ILog log, string? folder, PostgresServer? server) =>
        (Log, _folder, _server) = (log, folder, server);

    public ILog Log { get; }

    public static ChannelId Channel(int number) => new((UInt128)number, 0);

    public static EntryId Hash(ReadOnlySpan<byte> entry) => EntryId.Read(SHA256.HashData(entry));

    public static async Task<BenchStore> OpenAsync(bool onPostgres, int channelCount)
    {
        var store = onPostgres ? await OpenPostgresAsync() : await OpenSqliteAsync();
        for (var channel = 0; channel < channelCount; channel++)
            await store.Log.CreateAsync(Channel(channel), new byte[99], CancellationToken.None);
        return store;
    }

    /// <summary>An entry of 300 bytes, if it has no kind fields.</summary>
    public static byte[] Entry(
        EntryKind kind, ulong author, long counter, Action<WireWriter>? fields = null, int size = 300)
    {
        var writer = new WireWriter(size);
        writer.Byte((byte)kind).Varint(0).AuthorId(new(author)).Varint(counter);
        if (EntryHeader.TransmitsPrev(kind))
            writer.Bytes(new byte[EntryId.Length]);
        fields?.Invoke(writer);
        var rest = Math.Max(size - writer.Length, EntryHeader.TrailerLength + EntryHeader.ContentMin);
        RandomNumberGenerator.Fill(writer.Reserve(rest));
        return writer.ToArray();
    }

    public static byte[] Grant(ulong author) => Entry(EntryKind.Grant, author, 1, new Grant(
        new byte[Wire.Grant.KeyLength], Role.Writer, 0, 0, GrantedBy.OwnerKey,
        new byte[EntryHeader.SignatureLength]).Write);

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static async Task<BenchStore> OpenSqliteAsync()
    {
        // Where the program runs, and not in /tmp, which may be memory.
        var folder = Path.Combine(AppContext.BaseDirectory, $"store-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "log.sqlite");
        return new(
            await SqliteLog.OpenAsync(path, new(), TimeProvider.System, Hash, CancellationToken.None), folder, null);
    }

    private static async Task<BenchStore> OpenPostgresAsync()
    {
        var server = await PostgresServer.StartAsync(isDurable: true);
        var log = await PostgresLog.OpenAsync(
            server.ConnectionString, new(), TimeProvider.System, Hash, CancellationToken.None);
        return new(log, null, server);
    }
}
