using Tacit.Wire;

namespace Tacit.Log;

/// <summary>Counts what a blob store holds, and reserves room for what is on its way in. Any thread.</summary>
public sealed class BlobSizes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ChannelId, long> _byChannel = [];
    private BlobUsage _total;

    /// <summary>What is there, and what room was reserved for.</summary>
    public BlobUsage Total
    {
        get
        {
            lock (_gate)
                return _total;
        }
    }

    /// <summary>Bytes of a channel's chunks.</summary>
    public long Of(ChannelId channel)
    {
        lock (_gate)
            return _byChannel.GetValueOrDefault(channel);
    }

    /// <summary>Counts a chunk if there is room for it.</summary>
    /// <returns><see cref="Code.None"/>, or which quota it does not fit.</returns>
    public Code Reserve(ChannelId channel, int sizeBytes, BlobRoom room)
    {
        lock (_gate)
        {
            if (_byChannel.GetValueOrDefault(channel) > room.ChannelSizeMaxBytes - sizeBytes)
                return Code.ChannelFull;
            if (_total.SizeBytes > room.InstanceSizeMaxBytes - sizeBytes)
                return Code.InstanceFull;
            Change(channel, 1, sizeBytes);
            return Code.None;
        }
    }

    /// <summary>Takes back what was reserved for a chunk that was not stored.</summary>
    public void Release(ChannelId channel, int sizeBytes)
    {
        lock (_gate)
            Change(channel, -1, -sizeBytes);
    }

    private void Change(ChannelId channel, int count, long sizeBytes)
    {
        _byChannel[channel] = _byChannel.GetValueOrDefault(channel) + sizeBytes;
        _total = new(_total.ChunkCount + count, _total.SizeBytes + sizeBytes);
    }
}
