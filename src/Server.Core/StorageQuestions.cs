using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// What a core has asked storages and waits for. A question whose link closes, or that there is no link for, is
/// answered by <see cref="Code.StoreUnavailable"/>. Any thread.
/// </summary>
internal sealed class StorageQuestions
{
    private readonly Requests<ChannelFound> _finds = new(
        new ChannelFound { Request = 0, Code = Code.StoreUnavailable });
    private readonly Requests<EntriesRead> _reads = new(new EntriesRead(0, Code.StoreUnavailable, [], 0, 0));
    private readonly Requests<BlobAnswered> _blobs = new(
        new BlobAnswered { Request = 0, Code = Code.StoreUnavailable });
    private readonly Requests<LeaseStands> _leases = new(
        new LeaseStands(0, Code.StoreUnavailable, default, 0));
    private readonly Requests<LeasesRenewed> _renewals = new(new LeasesRenewed(0, Code.StoreUnavailable, []));

    /// <summary>What is known of a channel?</summary>
    public Task<ChannelFound> FindAsync(
        ILink storage, ChannelId channel, AuthorId author, ReadOnlyMemory<byte>? descriptor) =>
        _finds.AskAsync(storage, request => new FindChannel(request, channel, author, descriptor));

    /// <summary>Reads a page.</summary>
    public Task<EntriesRead> ReadAsync(ILink storage, ReadEntries read) =>
        _reads.AskAsync(storage, request => read with { Request = request });

    /// <summary>Stores or reads chunks.</summary>
    public Task<BlobAnswered> AskAsync(ILink storage, BlobRequest asked) =>
        _blobs.AskAsync(storage, request => asked with { Request = request });

    /// <summary>Asks for a shard.</summary>
    public Task<LeaseStands> AcquireAsync(ILink storage, Shard shard, LeaseHolder holder, bool takeOver) =>
        _leases.AskAsync(storage, request => new AcquireLease(request, shard, holder, takeOver));

    /// <summary>Lets leases run on.</summary>
    public Task<LeasesRenewed> RenewAsync(ILink storage, LeaseHolder holder, IReadOnlyList<Shard> shards) =>
        _renewals.AskAsync(storage, request => new RenewLeases(request, holder, shards));

    /// <summary>Takes an answer; false for what is none.</summary>
    public bool TryAnswer(RoleMessage message)
    {
        switch (message)
        {
            case ChannelFound found:
                _finds.Answer(found.Request, found);
                return true;
            case EntriesRead page:
                _reads.Answer(page.Request, page);
                return true;
            case BlobAnswered blob:
                _blobs.Answer(blob.Request, blob);
                return true;
            case LeaseStands lease:
                _leases.Answer(lease.Request, lease);
                return true;
            case LeasesRenewed renewed:
                _renewals.Answer(renewed.Request, renewed);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A storage is gone.</summary>
    public void Closed(ILink storage)
    {
        _finds.Closed(storage);
        _reads.Closed(storage);
        _blobs.Closed(storage);
        _leases.Closed(storage);
        _renewals.Closed(storage);
    }
}
