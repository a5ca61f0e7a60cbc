using System.Diagnostics.Metrics;
using Tacit.Log;
using Tacit.Server.Storage;

namespace Tacit.Server.Metrics;

/// <summary>What a storage holds, as it was when it was last measured: a store is not asked without a wait.</summary>
internal sealed class StoreMetrics
{
    private readonly StorageRole _storage;
    private Stored _stored = new(default, default);

    /// <summary>Registers the instruments.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="storage">Asked what is stored.</param>
    public StoreMetrics(Meter meter, StorageRole storage)
    {
        _storage = storage;
        meter.CreateObservableGauge(
            "tacit_store_channels", () => _stored.Log.ChannelCount, description: "Channels stored");
        meter.CreateObservableGauge(
            "tacit_store_entries", () => _stored.Log.EntryCount, description: "Entries stored");
        meter.CreateObservableGauge("tacit_store_bytes", () => _stored.Log.SizeBytes, "By", "Bytes of entries stored");
        meter.CreateObservableGauge(
            "tacit_store_blob_chunks", () => _stored.Blobs.ChunkCount, description: "Chunks of blobs stored");
        meter.CreateObservableGauge(
            "tacit_store_blob_bytes", () => _stored.Blobs.SizeBytes, "By", "Bytes of chunks stored");
    }

    /// <summary>Measures anew.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken) => _stored = new(
        await _storage.MeasureAsync(cancellationToken), await _storage.MeasureBlobsAsync(cancellationToken));

    private sealed record Stored(LogUsage Log, BlobUsage Blobs);
}
