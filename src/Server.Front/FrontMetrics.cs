using System.Diagnostics.Metrics;

namespace Tacit.Server.Front;

/// <summary>What a front counts.</summary>
internal sealed class FrontMetrics
{
    /// <summary>Registers the instruments.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="connectionCount">How many connections there are.</param>
    /// <param name="roomCount">How many channels somebody has joined.</param>
    /// <param name="queuedBytes">How much waits to be sent, and how much to be answered.</param>
    public FrontMetrics(
        Meter meter, Func<int> connectionCount, Func<int> roomCount, Func<(long Outboxes, long Windows)> queuedBytes)
    {
        Delivered = meter.CreateCounter<long>(
            "tacit_front_entries_delivered", description: "Entries queued for readers, once for each");
        Ended = meter.CreateCounter<long>(
            "tacit_front_connections_ended", description: "Connections ended by the server, by code");
        Refused = meter.CreateCounter<long>(
            "tacit_front_upgrades_refused", description: "Connections refused before they began, by code");
        SentBytes = meter.CreateCounter<long>("tacit_front_sent_bytes", description: "Bytes of messages sent");
        ReceivedBytes = meter.CreateCounter<long>(
            "tacit_front_received_bytes", description: "Bytes of messages received");
        BlobRequests = meter.CreateCounter<long>(
            "tacit_front_blob_requests", description: "Requests about blobs, by code");
        BlobReceivedBytes = meter.CreateCounter<long>(
            "tacit_front_blob_received_bytes", description: "Bytes of blob chunks received");
        BlobSentBytes = meter.CreateCounter<long>(
            "tacit_front_blob_sent_bytes", description: "Bytes of blob chunks sent");
        meter.CreateObservableGauge("tacit_front_connections", connectionCount, description: "Open connections");
        meter.CreateObservableGauge(
            "tacit_front_channels", roomCount, description: "Channels that somebody has joined here");
        meter.CreateObservableGauge(
            "tacit_front_outbox_bytes", () => queuedBytes().Outboxes, "By", "Bytes that wait to be sent to clients");
        meter.CreateObservableGauge(
            "tacit_front_window_bytes", () => queuedBytes().Windows, "By",
            "Bytes of entries that wait to be answered");
    }

    /// <summary>Entries queued for readers.</summary>
    public Counter<long> Delivered { get; }

    /// <summary>Connections ended by the server, by code.</summary>
    public Counter<long> Ended { get; }

    /// <summary>Connections refused before they began, by code.</summary>
    public Counter<long> Refused { get; }

    /// <summary>Bytes sent.</summary>
    public Counter<long> SentBytes { get; }

    /// <summary>Bytes received.</summary>
    public Counter<long> ReceivedBytes { get; }

    /// <summary>Requests about blobs, by code.</summary>
    public Counter<long> BlobRequests { get; }

    /// <summary>Bytes of blob chunks received.</summary>
    public Counter<long> BlobReceivedBytes { get; }

    /// <summary>Bytes of blob chunks sent.</summary>
    public Counter<long> BlobSentBytes { get; }
}
