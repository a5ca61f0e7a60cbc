using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tacit.Capability;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Blobs;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// Judges who may read and store chunks, and passes on what was admitted. Chunks have no order, so no lane is asked; a
/// removal that is committed meanwhile counts from the next request on. Source: docs/protocol/blobs.md §6.5.
/// </summary>
/// <param name="storageOf">The way to the storage of a channel.</param>
/// <param name="questions">To ask it.</param>
/// <param name="surroundings">Time, for requests and grants that end; threads.</param>
/// <param name="logger">Told of failures; never of content.</param>
internal sealed partial class BlobDesk(
    Func<ChannelId, ILink> storageOf, StorageQuestions questions, Surroundings surroundings, ILogger logger)
{
    /// <summary>Judges a request, and answers.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the client gets an answer.")]
    public async Task AdmitAsync(AdmitBlobRequest asked, ILink front)
    {
        Admitted judged;
        try
        {
            judged = await JudgeAsync(asked);
        }
        catch (Exception exception)
        {
            LogFailed(exception, asked.Channel);
            judged = Admitted.Not(Code.Internal);
        }

        await front.SendAsync(new BlobRequestAdmitted(asked.Request, judged.Code, judged.Detail));
    }

    /// <summary>Passes a request on to the storage, and its answer back.</summary>
    public async Task PassAsync(BlobRequest request, ILink front)
    {
        var answer = await questions.AskAsync(storageOf(request.Channel), request);
        await front.SendAsync(answer with { Request = request.Request });
    }

    private async Task<Admitted> JudgeAsync(AdmitBlobRequest asked)
    {
        var now = surroundings.Time.GetUtcNow().ToUnixTimeSeconds();
        var proof = asked.Authorization;
        if (Math.Abs(proof.At - now) > BlobProtocol.ClockDifferenceMaxSeconds)
            return Admitted.Not(Code.ClockOff, now);
        var author = proof.Grant is { } grant ? Authors.IdOf(grant.AuthorKey.Span) : default;
        var found = await questions.FindAsync(
            storageOf(asked.Channel), asked.Channel, author, descriptor: null);
        if (found.Code != Code.None)
            return Admitted.Not(found.Code);

        // Off the thread that the storage answered on: a proof costs a tenth of a millisecond, several an old link.
        var judged = await surroundings.Start(() => Admission.Judge(
            Claim.Of(asked), ChannelKeys.Of(found), isKnown: found.LastCounter > 0, now));
        return asked.Writes && judged is { Code: Code.None, Role: Role.Reader }
            ? Admitted.Not(Code.ReadOnly)
            : judged;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a request about blobs of channel {Channel} failed")]
    private partial void LogFailed(Exception exception, ChannelId channel);
}
