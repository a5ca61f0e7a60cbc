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
/// <param name="storage">The way to the storage.</param>
/// <param name="find">Asks the storage what it knows of a channel, and of an author in it.</param>
/// <param name="surroundings">Time, for requests and grants that end; threads.</param>
/// <param name="logger">Told of failures; never of content.</param>
internal sealed partial class BlobDesk(
    StorageLink storage, Func<ChannelId, AuthorId, Task<ChannelFound>> find, Surroundings surroundings,
    ILogger logger)
{
    private readonly Requests<BlobAnswered> _asked = new(
        new BlobAnswered { Request = 0, Code = Code.StoreUnavailable });

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
        var answer = await _asked.AskAsync(storage.Current, number => request with { Request = number });
        await front.SendAsync(answer with { Request = request.Request });
    }

    /// <summary>Takes an answer of the storage.</summary>
    public void Answer(BlobAnswered answered) => _asked.Answer(answered.Request, answered);

    /// <summary>A storage is gone.</summary>
    public void Closed(ILink peer) => _asked.Closed(peer);

    private async Task<Admitted> JudgeAsync(AdmitBlobRequest asked)
    {
        var now = surroundings.Time.GetUtcNow().ToUnixTimeSeconds();
        var proof = asked.Authorization;
        if (Math.Abs(proof.At - now) > BlobProtocol.ClockDifferenceMaxSeconds)
            return Admitted.Not(Code.ClockOff, now);
        var author = proof.Grant is { } grant ? Authors.IdOf(grant.AuthorKey.Span) : default;
        var found = await find(asked.Channel, author);
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
