using System.Security.Cryptography;
using Tacit.Log.Sqlite;
using Tacit.Wire;

namespace Tacit.Bench;

/// <summary>A store in a folder of its own, with channels made.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly string _folder;

    private BenchStore(string folder, SqliteLog log) => (_folder, Log) = (folder, log);

    public SqliteLog Log { get; }

    public static ChannelId Channel(int number) => new((UInt128)number, 0);

    public static EntryId Hash(ReadOnlySpan<byte> entry) => EntryId.Read(SHA256.HashData(entry));

    public static async Task<BenchStore> OpenAsync(int channelCount)
    {
        // Where the program runs, and not in /tmp, which may be memory.
        var folder = Path.Combine(AppContext.BaseDirectory, $"store-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var log = await SqliteLog.OpenAsync(
            Path.Combine(folder, "log.sqlite"), new(), TimeProvider.System, Hash, CancellationToken.None);
        for (var channel = 0; channel < channelCount; channel++)
            await log.CreateAsync(Channel(channel), new byte[99], CancellationToken.None);
        return new(folder, log);
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
        Directory.Delete(_folder, recursive: true);
    }
}
