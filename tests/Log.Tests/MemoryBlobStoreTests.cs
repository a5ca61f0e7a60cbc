using Tacit.Log.Contract;

namespace Tacit.Log.Tests;

public sealed class MemoryBlobsOpening : IBlobStoreOpening
{
    public ValueTask<IBlobStore> OpenEmptyAsync(BlobHash hash) =>
        ValueTask.FromResult<IBlobStore>(new MemoryBlobStore(hash));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class MemoryBlobs : BlobContract<MemoryBlobsOpening>;
