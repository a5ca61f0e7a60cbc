namespace Tacit.Log.Contract;

/// <summary>Opens blob stores of one kind: what a contract needs to know of them.</summary>
public interface IBlobStoreOpening : IAsyncDisposable
{
    /// <summary>Opens a store with nothing in it. Disposing of this takes it away.</summary>
    ValueTask<IBlobStore> OpenEmptyAsync(BlobHash hash);
}
