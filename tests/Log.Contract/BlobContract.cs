using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>
/// The promises of <see cref="IBlobStore"/>, as tests: a store is right when it passes them all. Source:
/// docs/protocol/blobs.md §6.6.
/// </summary>
public abstract class BlobContract<TOpening> : IAsyncLifetime
    where TOpening : IBlobStoreOpening, new()
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly ChannelId Here = new(1, 1);
    private static readonly ChannelId Elsewhere = new(1, 2);

    private readonly TOpening _opening = new();
    private IBlobStore _store = null!;

    public async Task InitializeAsync() => _store = await _opening.OpenEmptyAsync(ChunkHash.Of);

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _opening.DisposeAsync();
    }

    [Fact]
    public async Task A_chunk_is_read_as_it_was_stored()
    {
        var chunk = Chunk(1, 1000);
        Assert.Equal(new(Code.None, false), await PutAsync(Here, chunk));
        Assert.Equal(chunk, await _store.GetAsync(Here, ChunkHash.Of(chunk), Never));
        Assert.Equal(1000, await _store.SizeOfAsync(Here, ChunkHash.Of(chunk), Never));
    }

    [Fact]
    public async Task A_chunk_that_is_not_there_is_not_found()
    {
        Assert.Null(await _store.GetAsync(Here, ChunkHash.Of([1]), Never));
        Assert.Null(await _store.SizeOfAsync(Here, ChunkHash.Of([1]), Never));
        await PutAsync(Here, [2]);
        Assert.Null(await _store.GetAsync(Here, ChunkHash.Of([1]), Never));
    }

    [Fact]
    public async Task A_channel_does_not_have_the_chunks_of_another()
    {
        await PutAsync(Here, [1]);
        Assert.Null(await _store.GetAsync(Elsewhere, ChunkHash.Of([1]), Never));
        Assert.Equal(new(Code.None, false), await PutAsync(Elsewhere, [1]));
        Assert.Equal(1, await _store.MeasureAsync(Elsewhere, Never));
    }

    [Fact]
    public async Task Storing_the_same_chunk_again_changes_nothing()
    {
        await PutAsync(Here, Chunk(1, 1000));
        Assert.Equal(new(Code.None, true), await PutAsync(Here, Chunk(1, 1000)));
        Assert.Equal(new BlobUsage(1, 1000), await _store.MeasureAsync(Never));
    }

    [Fact]
    public async Task The_same_chunk_from_many_at_once_is_stored_once()
    {
        var chunk = Chunk(1, 5000);
        var puts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PutAsync(Here, chunk)));
        Assert.All(puts, put => Assert.Equal(Code.None, put.Code));
        Assert.Single(puts, put => !put.WasThere);
        Assert.Equal(new BlobUsage(1, 5000), await _store.MeasureAsync(Never));
    }

    [Fact]
    public async Task Bytes_that_do_not_hash_to_their_address_leave_no_trace()
    {
        var put = await _store.PutAsync(Here, ChunkHash.Of([1]), new byte[] { 2 }, BlobRoom.Unlimited, Never);
        Assert.Equal(new(Code.BlobDamaged, false), put);
        Assert.Null(await _store.GetAsync(Here, ChunkHash.Of([1]), Never));
        Assert.Null(await _store.GetAsync(Here, ChunkHash.Of([2]), Never));
        Assert.Equal(default, await _store.MeasureAsync(Never));
    }

    [Fact]
    public async Task What_does_not_fit_the_channel_or_the_instance_leaves_no_trace()
    {
        await PutAsync(Here, Chunk(1, 1000));
        await PutAsync(Elsewhere, Chunk(2, 1000));
        var chunk = Chunk(3, 100);
        Assert.Equal(new(Code.ChannelFull, false), await PutAsync(Here, chunk, new(1099, long.MaxValue)));
        Assert.Equal(new(Code.InstanceFull, false), await PutAsync(Here, chunk, new(1100, 2099)));
        Assert.Equal(new(Code.ChannelFull, false), await PutAsync(Here, chunk, new(-5, -5)));
        Assert.Null(await _store.GetAsync(Here, ChunkHash.Of(chunk), Never));
        Assert.Equal(new BlobUsage(2, 2000), await _store.MeasureAsync(Never));
        Assert.Equal(new(Code.None, false), await PutAsync(Here, chunk, new(1100, 2100)));
        Assert.Equal(1100, await _store.MeasureAsync(Here, Never));
    }

    [Fact]
    public async Task What_is_there_needs_no_room()
    {
        await PutAsync(Here, Chunk(1, 1000));
        Assert.Equal(new(Code.None, true), await PutAsync(Here, Chunk(1, 1000), new(0, 0)));
    }

    [Fact]
    public async Task Many_that_want_the_last_room_get_no_more_than_there_is()
    {
        var puts = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(at => PutAsync(Here, Chunk(at, 1000), new(10_000, long.MaxValue))));
        Assert.Equal(10, puts.Count(put => put.Code == Code.None));
        Assert.All(puts, put => Assert.True(put.Code is Code.None or Code.ChannelFull));
        Assert.Equal(new BlobUsage(10, 10_000), await _store.MeasureAsync(Never));
    }

    [Fact]
    public async Task Every_chunk_is_listed_once()
    {
        var chunks = Enumerable.Range(1, 40).Select(at => (at % 2 == 0 ? Here : Elsewhere, Chunk(at, 10))).ToArray();
        foreach (var (channel, chunk) in chunks)
            await PutAsync(channel, chunk);
        var listed = new List<(ChannelId, BlobAddress)>();
        await foreach (var chunk in _store.ListAsync(Never))
            listed.Add(chunk);

        Assert.Equal(
            chunks.Select(chunk => (chunk.Item1, ChunkHash.Of(chunk.Item2).ToString())).Order(),
            listed.Select(chunk => (chunk.Item1, chunk.Item2.ToString())).Order());
    }

    [Fact]
    public async Task The_store_keeps_none_of_the_memory_that_it_was_given()
    {
        var chunk = Chunk(1, 1000);
        var address = ChunkHash.Of(chunk);
        await _store.PutAsync(Here, address, chunk, BlobRoom.Unlimited, Never);
        Array.Clear(chunk);
        Assert.Equal(Chunk(1, 1000), await _store.GetAsync(Here, address, Never));
    }

    private static byte[] Chunk(int seed, int sizeBytes)
    {
        var chunk = new byte[sizeBytes];
        new Random(seed).NextBytes(chunk);
        return chunk;
    }

    private Task<BlobPut> PutAsync(ChannelId channel, byte[] chunk, BlobRoom? room = null) =>
        _store.PutAsync(channel, ChunkHash.Of(chunk), chunk, room ?? BlobRoom.Unlimited, Never).AsTask();
}
