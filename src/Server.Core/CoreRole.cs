using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Tacit.Capability;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// Owns channels: checks who joins and what is appended, orders it, has it stored, and tells the fronts. It holds
/// nothing
/// that the storage does not, so it can be lost.
/// </summary>
public sealed partial class CoreRole : IRole, IAsyncDisposable
{
    // Each holds one JOIN and its answer. A front whose joins wait for a place reads no more from that client.
    private const int JoinsMax = 256;

    private readonly StorageLink _storage = new();
    private readonly Surroundings _surroundings;
    private readonly ILogger _logger;
    private readonly CoreMetrics _metrics;
    private readonly Lane[] _lanes;
    private readonly Task _lanesRun;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _joins = new(JoinsMax);
    private readonly Requests<ChannelFound> _finds = new(
        new ChannelFound { Request = 0, Code = Code.StoreUnavailable });
    private readonly Requests<EntriesRead> _reads = new(new EntriesRead(0, Code.StoreUnavailable, [], 0, 0));
    private readonly BlobDesk _blobs;

    /// <summary>Makes a core and starts its lanes.</summary>
    /// <param name="laneCount">How many lanes, from 1.</param>
    /// <param name="surroundings">Time and threads.</param>
    /// <param name="meter">Where to count.</param>
    /// <param name="logger">Told of failures; never of content.</param>
    public CoreRole(int laneCount, Surroundings surroundings, Meter meter, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(laneCount, 1);
        _surroundings = surroundings;
        _logger = logger;
        _metrics = new CoreMetrics(meter, surroundings.Time);
        _blobs = new BlobDesk(
            _storage, (channel, author) => FindAsync(channel, author, descriptor: null), surroundings, logger);
        _lanes = [.. Enumerable.Range(0, laneCount).Select(number => new Lane(
            number, laneCount, _storage, new LaneWork(surroundings.Time, _metrics, JudgeAgain), _metrics))];
        _metrics.Watch(() => _lanes.Sum(lane => lane.QueuedCount), () => _lanes.Sum(lane => lane.ChannelCount));
        _lanesRun = Task.WhenAll(_lanes.Select(lane => surroundings.Start(() => lane.RunAsync(_ended.Token))));
    }

    /// <summary>Ends only when a lane failed: an invariant is broken, and the process should end.</summary>
    public Task Failure => _lanesRun;

    /// <summary>Whether a storage is there: what <c>/readyz</c> asks.</summary>
    public bool HasStorage => _storage.Current.IsOpen;

    /// <inheritdoc />
    public void Opened(ILink peer)
    {
        if (peer.Peer.Role == NodeRole.Storage)
            _storage.Current = peer;
    }

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
        if (peer.Peer.Role == NodeRole.Front)
        {
            // Nobody waits for them; each lane has at most one for each link that closed.
            foreach (var lane in _lanes)
                _ = lane.RequestAsync(new(null, peer)).AsTask();
            return;
        }

        _finds.Closed(peer);
        _reads.Closed(peer);
        _blobs.Closed(peer);
        foreach (var lane in _lanes)
            lane.StorageClosed();
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        switch (message)
        {
            case AppendEntries append:
                return LaneOf(append.Channel).RequestAsync(new(append, reply));
            case PassEphemeral ephemeral:
                return LaneOf(ephemeral.Channel).RequestAsync(new(ephemeral, reply));
            case LeaveChannel leave:
                return LaneOf(leave.Channel).RequestAsync(new(leave, reply));
            case JoinChannel join:
                return BeginJoinAsync(join, reply);
            case ReadEntries read:
                _ = ReadAsync(read, reply);
                return ValueTask.CompletedTask;
            case EntriesStored stored:
                _lanes[stored.Request % _lanes.Length].Answer(stored);
                return ValueTask.CompletedTask;
            case ChannelFound found:
                _finds.Answer(found.Request, found);
                return ValueTask.CompletedTask;
            case EntriesRead page:
                _reads.Answer(page.Request, page);
                return ValueTask.CompletedTask;
            case AdmitBlobRequest asked:
                _ = _blobs.AdmitAsync(asked, reply);
                return ValueTask.CompletedTask;
            case BlobRequest request:
                _ = _blobs.PassAsync(request, reply);
                return ValueTask.CompletedTask;
            case BlobAnswered answered:
                _blobs.Answer(answered);
                return ValueTask.CompletedTask;
            default:
                throw new ArgumentException($"A core takes no {message.GetType().Name}.", nameof(message));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        End();
        await _lanesRun;
        _joins.Dispose();
        _ended.Dispose();
    }

    // Not CancelAsync, which runs on the thread pool: what waits for this token continues elsewhere anyway.
    private void End() => _ended.Cancel();

    private Lane LaneOf(ChannelId channel) => _lanes[(int)(channel.Low % (ulong)_lanes.Length)];

    private void JudgeAgain(JoinChannel join, ILink front) =>
        _ = _surroundings.Start(() => JoinAsync(join, front));

    private async ValueTask BeginJoinAsync(JoinChannel join, ILink front)
    {
        await _joins.WaitAsync();
        _ = _surroundings.Start(async () =>
        {
            try
            {
                await JoinAsync(join, front);
            }
            finally
            {
                _joins.Release();
            }
        });
    }

    // Proofs cost a tenth of a millisecond each: they are judged here, on the pool; the lane only enters the result.
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the client gets an answer.")]
    private async Task JoinAsync(JoinChannel join, ILink front)
    {
        Code code;
        var detail = 0L;
        try
        {
            var (admission, refused) = await JudgeAsync(join, front);
            _metrics.Joins.Add(1, new KeyValuePair<string, object?>("code", NameOf(refused.Code)));
            if (admission is not null)
            {
                await LaneOf(join.Join.Channel).RequestAsync(new(join, front, admission));
                return;
            }

            (code, detail) = (refused.Code, refused.Detail);
        }
        catch (Exception exception)
        {
            LogJoinFailed(exception, join.Join.Channel);
            code = Code.Internal;
        }

        await front.SendAsync(new ChannelJoined
        {
            Session = join.Session,
            Request = join.Join.Request,
            Channel = join.Join.Channel,
            Code = code,
            Detail = detail,
        });
    }

    private static string NameOf(Code code) => code == Code.None ? "none" : Codes.Of(code).Name;

    private async Task<(JoinAdmission? Admission, Admitted Refused)> JudgeAsync(JoinChannel join, ILink front)
    {
        var frame = join.Join;
        var now = _surroundings.Time.GetUtcNow().ToUnixTimeSeconds();
        var author = frame.Grant is { } grant ? Authors.IdOf(grant.AuthorKey.Span) : default;
        var found = await FindAsync(frame.Channel, author, descriptor: null);
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
            found = await FindAsync(frame.Channel, author, bytes);
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
        return (new JoinAdmission(found, keys, session, created), judged);
    }

    private Task<ChannelFound> FindAsync(ChannelId channel, AuthorId author, ReadOnlyMemory<byte>? descriptor) =>
        _finds.AskAsync(_storage.Current, request => new FindChannel(request, channel, author, descriptor));

    private async Task ReadAsync(ReadEntries read, ILink front)
    {
        var page = await _reads.AskAsync(_storage.Current, request => read with { Request = request });
        await front.SendAsync(page with { Request = read.Request });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a join of channel {Channel} failed")]
    private partial void LogJoinFailed(Exception exception, ChannelId channel);
}
