using Tacit.Capability;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// What a lane does with its channels: lets sessions in and out, checks what they append, and tells the fronts what was
/// committed. Only its lane calls it.
/// </summary>
/// <param name="leases">The leases on its shards.</param>
/// <param name="time">For grants that end.</param>
/// <param name="metrics">What to count.</param>
/// <param name="judgeAgain">
/// Takes a join whose channel entered an epoch, or whose shard was leased anew, while it was judged.
/// </param>
internal sealed class LaneWork(
    ShardLeases leases, TimeProvider time, CoreMetrics metrics, Action<JoinChannel, ILink> judgeAgain)
{
    private readonly Dictionary<ChannelId, OwnedChannel> _channels = [];
    private readonly long[] _forgottenCounts = new long[Shard.Count];
    private readonly HashSet<Shard> _yielding = [];

    // Of the batch that is being completed: its channels, and runs to use again.
    private readonly List<OwnedChannel> _committed = [];
    private readonly Stack<CommitRun> _runs = new();

    /// <summary>How many channels are held.</summary>
    public int ChannelCount => _channels.Count;

    /// <summary>How many channels of a shard were forgotten so far, because nobody needed them. Any thread.</summary>
    public long ForgottenCountOf(Shard shard) => Volatile.Read(ref _forgottenCounts[shard.Index]);

    /// <summary>Does what a message asks; entries that may be appended go into the batch.</summary>
    public void Handle(LaneItem item, PendingStore batch)
    {
        switch (item.Message)
        {
            case AppendEntries append:
                Append(append, item.Front, batch);
                break;
            case PassEphemeral ephemeral:
                Pass(ephemeral, item.Front);
                break;
            case JoinChannel join:
                Admit(join, item.Admission!, item.Front);
                break;
            case LeaveChannel leave:
                Leave(leave, item.Front);
                break;
            default:
                throw new ArgumentException($"A lane takes no {item.Message.GetType().Name}.", nameof(item));
        }
    }

    /// <summary>Follows an order about fronts or shards.</summary>
    public void Follow(LaneOrder order)
    {
        switch (order)
        {
            case FrontGone gone:
                Forget(gone.Front);
                break;
            case ShardKept kept:
                foreach (var channel in ChannelsOf(kept.Shard))
                    channel.Token = kept.Token;
                break;
            case ShardGone gone:
                Forget(gone);
                break;
            case ShardYielded yielded:
                _yielding.Add(yielded.Shard);
                GiveBackWhatIsDone();
                break;
            default:
                throw new ArgumentException($"A lane follows no {order.GetType().Name}.", nameof(order));
        }
    }

    /// <summary>Tells the fronts what became of a batch.</summary>
    public void Complete(PendingStore batch)
    {
        var results = batch.Answer!.Results;
        for (var at = 0; at < results.Count; at++)
        {
            var (origin, result, bytes) = (batch.Origins[at], results[at], batch.Entries[at]);
            var channel = origin.Channel;
            channel.InFlightCount--;
            if (result.Code == Code.Fenced)
            {
                // Another core has the shard. Nobody is told that this failed: the front sends it there.
                if (!channel.IsGone)
                    leases.Doubt(Shard.Of(channel.Id), channel.Token);
            }
            else if (result.Code != Code.None)
            {
                Refuse(origin.Front, origin.Session, channel.Id, origin.Counter, result, bytes.Length);
            }
            else if (result.WasThere && result.Seq <= ToldOf(channel))
            {
                // Before what is new: an author's entries are answered in order, and a front that is told of a seq
                // ahead of what it was fed reads what lies between.
                Send(origin.Front, Answer(origin, result, bytes.Length));
            }
            else
            {
                // What lies between came in by attempts that this core had no answer to. The fronts see the gap, and
                // read it.
                if (channel.Committed is { } begun && result.Seq > begun.NextSeq)
                    Announce(channel);
                RunOf(channel, result.Seq).Add(origin, bytes, result.Seq);
            }
        }

        foreach (var channel in _committed)
            Announce(channel);
        _committed.Clear();
        foreach (var origin in batch.Origins)
            ForgetIfIdle(origin.Channel);
        GiveBackWhatIsDone();
    }

    private CommitRun RunOf(OwnedChannel channel, long firstSeq)
    {
        if (channel.Committed is { } begun)
            return begun;
        var run = _runs.TryPop(out var used) ? used : new CommitRun();
        run.FirstSeq = firstSeq;
        _committed.Add(channel);
        return channel.Committed = run;
    }

    // Up to where the fronts were told, or are about to be.
    private static long ToldOf(OwnedChannel channel) => channel.Committed is { } run ? run.NextSeq - 1 : channel.Head;

    private static EntryAnswered Answer(PendingEntry origin, StoredResult result, int sizeBytes) => new(
        origin.Session, origin.Channel.Id, origin.Counter, result.Seq, result.Code, result.Detail, sizeBytes);

    // What goes to a front never waits (IRole), so the task is complete.
    private static void Send(ILink front, RoleMessage message)
    {
        var sent = front.SendAsync(message);
        if (!sent.IsCompletedSuccessfully)
            throw new InvalidOperationException("A front made its core wait.");
    }

    private void Announce(OwnedChannel channel)
    {
        if (channel.Committed is not { } run)
            return;
        channel.Committed = null;
        metrics.Committed.Add(run.Count);
        channel.Head = run.NextSeq - 1;
        foreach (var front in channel.Fronts)
            Send(front, new EntriesCommitted(channel.Id, run.FirstSeq, run.For(front)));
        foreach (var entry in run.EpochEntries)
        {
            foreach (var (session, code) in channel.Enter(entry.Span))
                Send(session.Front, new SessionEnded(session.Number, channel.Id, code));
        }

        run.Clear();
        _runs.Push(run);
    }

    private void Append(AppendEntries append, ILink front, PendingStore batch)
    {
        // Who is not in was told so, and its front sends this to the next owner: an answer from here would be too late,
        // and wrong.
        if (!_channels.TryGetValue(append.Channel, out var channel)
            || channel.Find(front, append.Session) is not { } session
            || _yielding.Contains(Shard.Of(append.Channel)))
        {
            return;
        }

        foreach (var entry in append.Entries)
        {
            var judged = Judge(entry.Span, channel, session, out var counter);
            if (judged.Code == Code.None)
                batch.Add(channel, front, append.Session, counter, entry);
            else
                Refuse(front, append.Session, append.Channel, counter, judged, entry.Length);
        }
    }

    // What only the core can know. Counters, epochs and quotas are the log's to judge (log.md §3.2).
    private StoredResult Judge(ReadOnlySpan<byte> entry, OwnedChannel channel, CoreSession session, out long counter)
    {
        counter = 0;
        if (!EntryHeader.TryRead(entry, out var header, out var badOffset))
            return No(Code.EntryMalformed, badOffset);
        counter = header.Counter;
        if (entry.Length > EntryHeader.EntrySizeMax)
            return No(Code.EntryTooLarge, EntryHeader.EntrySizeMax);
        if (session.Role == Role.Reader)
            return No(Code.ReadOnly);
        if (header.Author != session.Author)
            return No(Code.AuthorMismatch);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (session.Expiry != 0 && session.Expiry <= now)
            return No(Code.GrantExpired, session.Expiry);
        if (header.Kind == EntryKind.Epoch && session.Role != Role.Admin)
            return No(Code.KindRefused, (long)header.Kind);
        return header.Kind == EntryKind.Grant
            ? JudgeGrant(header.Fields(entry), header, channel, now)
            : default;
    }

    private static StoredResult JudgeGrant(
        ReadOnlySpan<byte> fields, EntryHeader header, OwnedChannel channel, long now)
    {
        var reader = new WireReader(fields);
        if (!Grant.TryRead(ref reader, out var grant) || Authors.IdOf(grant.AuthorKey.Span) != header.Author)
            return No(Code.GrantInvalid);
        var judged = Admission.JudgeGrant(grant, channel.Id, channel.Keys, isKnown: header.Counter > 1, now);
        return No(judged.Code, judged.Detail);
    }

    private static StoredResult No(Code code, long detail = 0) => new(code, 0, detail, WasThere: false);

    private void Refuse(
        ILink front, long session, ChannelId channel, long counter, StoredResult result, int sizeBytes)
    {
        metrics.Refused.Add(1, new KeyValuePair<string, object?>("code", Codes.Of(result.Code).Name));
        Send(front, new EntryAnswered(session, channel, counter, 0, result.Code, result.Detail, sizeBytes));
    }

    private void Pass(PassEphemeral ephemeral, ILink sender)
    {
        if (!_channels.TryGetValue(ephemeral.Channel, out var channel)
            || channel.Find(sender, ephemeral.Session) is not { } session)
        {
            return;
        }

        if (session.Role == Role.Reader)
        {
            Send(sender, new EphemeralRefused(ephemeral.Session, ephemeral.Channel, Code.ReadOnly));
            return;
        }

        foreach (var front in channel.Fronts)
            Send(front, ephemeral with { Session = front == sender ? ephemeral.Session : 0 });
    }

    private void Admit(JoinChannel join, JoinAdmission admission, ILink front)
    {
        // A front that is gone was forgotten before this, or will be: a session of it would stay for ever.
        if (!front.IsOpen)
            return;
        var id = join.Join.Channel;
        if (leases.TokenOf(Shard.Of(id)) != admission.Token)
        {
            judgeAgain(join, front);
            return;
        }

        if (!_channels.TryGetValue(id, out var channel))
        {
            // The channel may have been one of them, and have grown or entered an epoch before it was forgotten.
            if (ForgottenCountOf(Shard.Of(id)) != admission.ForgottenCount)
            {
                judgeAgain(join, front);
                return;
            }

            _channels[id] = channel = new OwnedChannel(id, admission.Keys, admission.Found.Head, admission.Token);
        }

        if (channel.Keys.Epoch > admission.Keys.Epoch)
        {
            judgeAgain(join, front);
            return;
        }

        channel.Add(admission.Session);
        var found = admission.Found;
        Send(front, new ChannelJoined
        {
            Session = join.Session,
            Request = join.Join.Request,
            Channel = id,
            Role = admission.Session.Role,
            Descriptor = found.Descriptor,
            Incarnation = found.Incarnation,
            Head = Math.Max(channel.Head, found.Head),
            Epoch = channel.Keys.Epoch,
            LastCounter = found.LastCounter,
            SizeBytes = found.SizeBytes,
            SizeMaxBytes = found.SizeMaxBytes,
            Created = admission.Created,
        });
    }

    private void Leave(LeaveChannel leave, ILink front)
    {
        if (!_channels.TryGetValue(leave.Channel, out var channel))
            return;
        channel.Remove(front, leave.Session);
        ForgetIfIdle(channel);
    }

    private IEnumerable<OwnedChannel> ChannelsOf(Shard shard) =>
        _channels.Values.Where(channel => Shard.Of(channel.Id) == shard);

    private void Forget(ILink front)
    {
        foreach (var channel in _channels.Values)
        {
            channel.RemoveAll(front);
            ForgetIfIdle(channel);
        }
    }

    private void Forget(ShardGone gone)
    {
        var fronts = new HashSet<ILink>();
        foreach (var channel in ChannelsOf(gone.Shard))
        {
            fronts.UnionWith(channel.Fronts);
            channel.IsGone = true;
            _channels.Remove(channel.Id);
        }

        _yielding.Remove(gone.Shard);
        foreach (var front in fronts)
            Send(front, new ShardLost(gone.Shard, gone.Owner, gone.Token));
    }

    private void ForgetIfIdle(OwnedChannel channel)
    {
        if (!channel.IsIdle || channel.IsGone || !_channels.Remove(channel.Id))
            return;
        var shard = Shard.Of(channel.Id);
        Volatile.Write(ref _forgottenCounts[shard.Index], ForgottenCountOf(shard) + 1);
    }

    private void GiveBackWhatIsDone()
    {
        if (_yielding.Count == 0)
            return;
        var busy = _channels.Values
            .Where(channel => channel.InFlightCount > 0).Select(channel => Shard.Of(channel.Id)).ToHashSet();
        foreach (var shard in _yielding.Where(shard => !busy.Contains(shard)))
            leases.GiveBack(shard);
    }
}
