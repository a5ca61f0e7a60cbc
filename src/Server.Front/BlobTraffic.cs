using System.Diagnostics.Metrics;
using System.Net;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>
/// Requests about blobs that are under way: what they may take of this front, and their questions to the core.
/// Any thread.
/// </summary>
/// <param name="context">What the whole front shares.</param>
internal sealed class BlobTraffic(SessionContext context)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly Requests<BlobRequestAdmitted> _admissions = new(
        new BlobRequestAdmitted(0, Code.StoreUnavailable, 0));
    private readonly Requests<BlobAnswered> _answers = new(
        new BlobAnswered { Request = 0, Code = Code.StoreUnavailable });
    private readonly ByteBudget _bytes = new(context.Settings.BlobBytesMax);

    /// <summary>Bytes of chunks received.</summary>
    public Counter<long> Received => context.Metrics.BlobReceivedBytes;

    /// <summary>Bytes of chunks sent.</summary>
    public Counter<long> Sent => context.Metrics.BlobSentBytes;

    /// <summary>Whether a request of this address may begin. Each that may is ended by <see cref="End"/>.</summary>
    /// <param name="address">Where the client is.</param>
    /// <param name="wait">How long to wait, if not.</param>
    public Code Begin(IPAddress address, out TimeSpan wait)
    {
        wait = TimeSpan.FromSeconds(1);
        if (context.IsDraining)
            return Code.Draining;
        if (context.Addresses.BlockedFor(address) is var blocked && blocked > TimeSpan.Zero)
        {
            wait = blocked;
            return Code.AddressBlocked;
        }

        return context.Addresses.TryBeginRequest(address, out wait) ? Code.None : Code.RateLimited;
    }

    /// <summary>A request ended.</summary>
    public void End(IPAddress address) => context.Addresses.EndRequest(address);

    /// <summary>Takes memory for a chunk; false if too much is under way. Given back by <see cref="Give"/>.</summary>
    public bool TryTake(long sizeBytes) => _bytes.TryTake(sizeBytes);

    /// <summary>Gives memory back.</summary>
    public void Give(long sizeBytes) => _bytes.Give(sizeBytes);

    /// <summary>Asks whether a request may be served, and counts wrong proofs.</summary>
    public async Task<BlobRequestAdmitted> AdmitAsync(AdmitBlobRequest asked, IPAddress address)
    {
        var admitted = await AskAsync(_admissions, asked.Channel, request => asked with { Request = request });
        if (admitted.Code is Code.ProofFailed or Code.GrantInvalid)
            context.Addresses.FailedProof(address);
        return admitted;
    }

    /// <summary>Asks for something that was admitted.</summary>
    public Task<BlobAnswered> AskAsync(BlobRequest asked) =>
        AskAsync(_answers, asked.Channel, request => asked with { Request = request });

    /// <summary>A core is gone.</summary>
    public void Closed(ILink peer)
    {
        _admissions.Closed(peer);
        _answers.Closed(peer);
    }

    /// <summary>Takes the core's answer.</summary>
    public void Answer(BlobRequestAdmitted admitted) => _admissions.Answer(admitted.Request, admitted);

    /// <summary>Takes the core's answer.</summary>
    public void Answer(BlobAnswered answered) => _answers.Answer(answered.Request, answered);

    // Any core may answer for any channel, and twice the same: where one goes, the next is asked.
    private async Task<T> AskAsync<T>(Requests<T> requests, ChannelId channel, Func<long, RoleMessage> ask)
        where T : RoleMessage
    {
        var since = context.Time.GetTimestamp();
        while (true)
        {
            var core = context.Routes.CoreOf(channel);
            if (core is not null)
            {
                var answer = await requests.AskAsync(core, ask);
                if (core.IsOpen)
                    return answer;
            }

            if (context.Time.GetElapsedTime(since) > context.Settings.JoinWait)
                return requests.Lost;
            await Task.Delay(RetryDelay, context.Time);
        }
    }
}
