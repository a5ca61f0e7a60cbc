using System.Diagnostics;
using Tacit.Log;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Storage;

/// <summary>
/// Stores and reads chunks. What they take is counted together with what entries take, against the same quotas; entries
/// are let past it (docs/decisions/0005-blobs.md). Source: docs/protocol/blobs.md §6.6.
/// </summary>
/// <param name="log">Asked which channels there are, and what their entries take.</param>
/// <param name="blobs">The store.</param>
/// <param name="settings">The quotas.</param>
internal sealed class BlobDesk(ILog log, IBlobStore blobs, LogSettings settings)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    /// <summary>Does what was asked for.</summary>
    public async Task<BlobAnswered> AnswerAsync(BlobRequest request) => request switch
    {
        PutBlob put => await PutAsync(put),
        GetBlob { SizeOnly: true } get => Found(get, await blobs.SizeOfAsync(get.Channel, get.Address, Never), default),
        GetBlob get => await blobs.GetAsync(get.Channel, get.Address, Never) is { } bytes
            ? Found(get, bytes.Length, bytes)
            : Found(get, null, default),
        FindMissingBlobs find => await FindMissingAsync(find),
        _ => throw new UnreachableException(),
    };

    private static BlobAnswered Found(GetBlob get, int? sizeBytes, ReadOnlyMemory<byte> bytes) =>
        sizeBytes is { } size
            ? new() { Request = get.Request, Bytes = bytes, SizeBytes = size }
            : new() { Request = get.Request, Code = Code.BlobUnknown };

    private async Task<BlobAnswered> PutAsync(PutBlob put)
    {
        var channel = await log.FindAsync(put.Channel, default, Never);
        if (channel is null)
            return new() { Request = put.Request, Code = Code.ChannelUnknown };
        var usage = await log.MeasureAsync(Never);
        var room = new BlobRoom(
            RoomOf(settings.ChannelSizeMaxBytes, channel.SizeBytes),
            RoomOf(settings.InstanceSizeMaxBytes, usage.SizeBytes));
        var stored = await blobs.PutAsync(put.Channel, put.Address, put.Bytes, room, Never);
        return new()
        {
            Request = put.Request,
            Code = stored.Code,
            Detail = QuotaOf(stored.Code),
            WasThere = stored.WasThere,
        };
    }

    private async Task<BlobAnswered> FindMissingAsync(FindMissingBlobs find)
    {
        var missing = new List<BlobAddress>();
        foreach (var address in find.Addresses)
        {
            if (await blobs.SizeOfAsync(find.Channel, address, Never) is null)
                missing.Add(address);
        }

        return new() { Request = find.Request, Missing = missing };
    }

    private long QuotaOf(Code code)
    {
        if (code == Code.ChannelFull)
            return settings.ChannelSizeMaxBytes;
        return code == Code.InstanceFull ? settings.InstanceSizeMaxBytes : 0;
    }

    private static long RoomOf(long quotaBytes, long usedBytes) =>
        quotaBytes == 0 ? long.MaxValue : quotaBytes - usedBytes;
}
