using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tacit.Capability;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// Judges who joins, beside the lanes: proofs cost a tenth of a millisecond each, and the lane only enters the result.
/// </summary>
/// <param name="laneOf">The lane of a channel.</param>
/// <param name="questions">To ask the storage.</param>
/// <param name="surroundings">Time, for grants that end; threads.</param>
/// <param name="metrics">What to count.</param>
/// <param name="logger">Told of failures; never of content.</param>
internal sealed partial class JoinDesk(
    Func<ChannelId, Lane> laneOf,
    StorageQuestions questions,
    Surroundings surroundings,
    CoreMetrics metrics,
    ILogger logger) : IDisposable
{
    // Each holds one JOIN and its answer. A front whose joins wait for a place reads no more from that client.
    private const int JoinsMax = 256;

    private readonly SemaphoreSlim _places = new(JoinsMax);

    /// <summary>Begins to judge a join. Completes when there is room for another.</summary>
    public async ValueTask BeginAsync(JoinChannel join, ILink front)
    {
        await _places.WaitAsync();
        _ = surroundings.Start(async () =>
        {
            try
            {
                await JoinAsync(join, front);
            }
            finally
            {
                _places.Release();
            }
        });
    }

    /// <summary>Judges a join again, of which a lane found that too much changed meanwhile.</summary>
    public void JudgeAgain(JoinChannel join, ILink front) => _ = surroundings.Start(() => JoinAsync(join, front));

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the client gets an answer.")]
    private async Task JoinAsync(JoinChannel join, ILink front)
    {
        Code code;
        var detail = 0L;
        var channel = join.Join.Channel;
        try
        {
            // Before the channel is looked up: what another core may still append would be missed.
            var (lane, shard) = (laneOf(channel), Shard.Of(channel));
            var leases = lane.Leases;
            var holding = await leases.HoldAsync(shard, join.TakeOver);
            if (!holding.IsHeld)
            {
                await front.SendAsync(new NotOwner(join.Session, channel, holding.Owner, holding.Token));
                return;
            }

            var forgottenCount = lane.ForgottenCountOf(shard);
            var (admission, refused) = await JudgeAsync(join, front, leases.Storage, holding.Token);
            metrics.Joins.Add(1, new KeyValuePair<string, object?>("code", NameOf(refused.Code)));
            if (admission is not null)
            {
                await lane.RequestAsync(new(join, front, admission with { ForgottenCount = forgottenCount }));
                return;
            }

            (code, detail) = (refused.Code, refused.Detail);
        }
        catch (Exception exception)
        {
            LogJoinFailed(exception, channel);
            code = Code.Internal;
        }

        await front.SendAsync(new ChannelJoined
        {
            Session = join.Session,
            Request = join.Join.Request,
            Channel = channel,
            Code = code,
            Detail = detail,
        });
    }

    private static string NameOf(Code code) => code == Code.None ? "none" : Codes.Of(code).Name;

    private async Task<(JoinAdmission? Admission, Admitted Refused)> JudgeAsync(
        JoinChannel join, ILink front, ILink storage, long token)
    {
        var frame = join.Join;
        var now = surroundings.Time.GetUtcNow().ToUnixTimeSeconds();
        var author = frame.Grant is { } grant ? Authors.IdOf(grant.AuthorKey.Span) : default;
        var found = await questions.FindAsync(storage, frame.Channel, author, descriptor: null);
        var created = false;
        var bytes = frame.Descriptor;
        if (found.Code == Code.ChannelUnknown && frame.By == ProofBy.AuthorKey && !bytes.IsEmpty)
        {
            if (!Descriptor.TryRead(bytes.Span, out var offered) || offered.Id != frame.Channel)
                return (null, Admitted.Not(Code.DescriptorInvalid));
            if (!join.MayCreate)
                return (null, Admitted.Not(Code.RateLimited));
            var first = Admission.Judge(Claim.Of(join), ChannelKeys.Of(offered), isKnown: false, now);
            if (first.Code != Code.None)
                return (null, first);
            found = await questions.FindAsync(storage, frame.Channel, author, bytes);
            created = true;
        }

        if (found.Code != Code.None)
            return (null, Admitted.Not(found.Code));
        var keys = ChannelKeys.Of(found);
        var judged = Admission.Judge(Claim.Of(join), keys, isKnown: found.LastCounter > 0, now);
        if (judged.Code != Code.None)
            return (null, judged);
        var session = new CoreSession(
            front, join.Session, judged.Role, author, frame.Grant?.Expiry ?? 0, frame.By == ProofBy.ReadKey);
        return (new JoinAdmission(found, keys, session, token, ForgottenCount: 0, created), judged);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a join of channel {Channel} failed")]
    private partial void LogJoinFailed(Exception exception, ChannelId channel);
}
