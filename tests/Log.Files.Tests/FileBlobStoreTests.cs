using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Files.Tests;

public sealed class FilesOpening : IBlobStoreOpening
{
    private readonly string _path = Directory.CreateTempSubdirectory("tacit-blobs-").FullName;

    public async ValueTask<IBlobStore> OpenEmptyAsync(BlobHash hash) =>
        await FileBlobStore.OpenAsync(Path.Combine(_path, "blobs"), hash, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_path, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class FileBlobs : BlobContract<FilesOpening>;

/// <summary>What is true of a store in files only.</summary>
public sealed class FileBlobStoreTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly ChannelId Channel = new(7, 7);

    private readonly string _root = Directory.CreateTempSubdirectory("tacit-blobs-").FullName;

    private string Store => Path.Combine(_root, "blobs");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_was_stored_is_there_and_counted_when_it_is_opened_again()
    {
        var chunk = new byte[1000];
        await using (var store = await OpenAsync())
            await PutAsync(store, chunk);
        await using var again = await OpenAsync();
        await again.CountedAsync(Never);
        Assert.Equal(new BlobUsage(1, 1000), await again.MeasureAsync(Never));
        Assert.Equal(1000, await again.MeasureAsync(Channel, Never));
        Assert.Equal(chunk, await again.GetAsync(Channel, Hash(chunk), Never));
        Assert.True((await PutAsync(again, chunk)).WasThere);
    }

    [Fact]
    public async Task Quotas_count_what_was_there_before_it_was_opened()
    {
        await using (var store = await OpenAsync())
            await PutAsync(store, new byte[1000]);
        await using var again = await OpenAsync();
        Assert.Equal(Code.ChannelFull, (await PutAsync(again, new byte[10], new(1009, long.MaxValue))).Code);
        Assert.Equal(Code.None, (await PutAsync(again, new byte[10], new(1010, long.MaxValue))).Code);
    }

    [Fact]
    public async Task What_was_never_finished_is_taken_away_and_what_is_no_chunk_is_left_alone()
    {
        var unfinished = Path.Combine(Store, "part", "half");
        var foreign = Path.Combine(Store, "07", "notes.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(unfinished)!);
        Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
        await File.WriteAllTextAsync(unfinished, "half");
        await File.WriteAllTextAsync(foreign, "mine");
        await using var store = await OpenAsync();
        await store.CountedAsync(Never);
        Assert.Equal(default, await store.MeasureAsync(Never));
        Assert.False(File.Exists(unfinished));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public async Task A_chunk_that_could_not_be_written_gives_its_room_back()
    {
        await using var store = await OpenAsync();
        await store.CountedAsync(Never);

        // A file stands where the channel's folder should be made: as if the medium did not answer.
        var hex = Channel.ToHex();
        await File.WriteAllTextAsync(Path.Combine(Store, hex[..2]), "in the way");
        await Assert.ThrowsAnyAsync<IOException>(() => PutAsync(store, new byte[100]));
        Assert.Equal(default, await store.MeasureAsync(Never));
        File.Delete(Path.Combine(Store, hex[..2]));
        Assert.Equal(Code.None, (await PutAsync(store, new byte[100])).Code);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Store, "part")));
    }

    [Fact]
    public async Task A_backup_holds_every_chunk_and_the_next_one_copies_what_is_new()
    {
        var target = Path.Combine(_root, "copy");
        await using var store = await OpenAsync();
        await PutAsync(store, new byte[100]);
        await PutAsync(store, new byte[200]);
        Assert.Equal(new BlobUsage(2, 300), await BlobBackup.CopyAsync(Store, target, Never));
        await PutAsync(store, new byte[300]);
        Assert.Equal(new BlobUsage(1, 300), await BlobBackup.CopyAsync(Store, target, Never));

        await using var restored = await FileBlobStore.OpenAsync(target, Hash, Never);
        await restored.CountedAsync(Never);
        Assert.Equal(new BlobUsage(3, 600), await restored.MeasureAsync(Never));
        Assert.Equal(200, (await restored.GetAsync(Channel, Hash(new byte[200]), Never))?.Length);
    }

    [Fact]
    public async Task A_store_that_is_not_there_backs_up_to_nothing()
    {
        var target = Path.Combine(_root, "copy");
        Assert.Equal(default, await BlobBackup.CopyAsync(Store, target, Never));
        Assert.False(Directory.Exists(target));
    }

    private static BlobAddress Hash(ReadOnlySpan<byte> chunk) => ChunkHash.Of(chunk);

    private static Task<BlobPut> PutAsync(FileBlobStore store, byte[] chunk, BlobRoom? room = null) =>
        store.PutAsync(Channel, Hash(chunk), chunk, room ?? BlobRoom.Unlimited, Never).AsTask();

    private Task<FileBlobStore> OpenAsync() => FileBlobStore.OpenAsync(Store, Hash, Never);
}
