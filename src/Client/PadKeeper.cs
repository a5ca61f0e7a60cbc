using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// Writes snapshots of a pad when they are due, and attests those that hold what was seen here. Nobody leads: each
/// writer waits a random time, and whoever is first spares the others the work. Members that take events and entries
/// are called within the pad's gate. Source: docs/protocol/pad.md §5.3, log.md §3.5.
/// </summary>
internal sealed class PadKeeper(
    Channel channel, PadReplica replica, SemaphoreSlim gate, CancellationToken closed) : IAsyncDisposable
{
    /// <summary>The longest content of an UPDATE: an entry's limit without what surrounds content.</summary>
    public const int UpdateSizeMax = EntryHeader.EntrySizeMax - 512;

    /// <summary>Attests that suffice; who comes later spares the log its own.</summary>
    private const int AttestsEnough = 2;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private readonly PadLiveEntries _live = new();
    private readonly PadWitness _witness = new();
    private readonly Dictionary<EntryId, int> _attests = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _planned = Task.CompletedTask;
    private Task _attesting = Task.CompletedTask;
    private bool _isLive;
    private bool _lacksSome;
    private long _seq;

    private bool IsDue => _live.IsSnapshotDue && MayCover;

    // What could not be read here must not be covered: others can read it.
    private bool MayCover => !_lacksSome && !replica.HasPending;

    /// <summary>Takes an entry that is in the document now.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="content">Its content; null where it has none, or one that this version cannot read.</param>
    /// <param name="isOwn">Whether this device wrote it.</param>
    public void Add(OpenedEntry entry, PadContent? content, bool isOwn)
    {
        if (!channel.CanWrite)
            return;
        if (entry.Kind == EntryKind.Attest && entry.Fields.Length == EntryId.Length)
        {
            var snapshot = EntryId.Read(entry.Fields.Span);
            _attests[snapshot] = _attests.GetValueOrDefault(snapshot) + 1;
        }

        _lacksSome |= content is null && entry.Kind is EntryKind.Update or EntryKind.Snapshot;
        if (entry.Kind == EntryKind.Snapshot && content is not null && _isLive && _attesting.IsCompleted
            && _witness.IsHeldBy(entry, content))
        {
            _attesting = AttestAsync(entry.Id, isOwn);
        }

        _live.Add(entry);
        _witness.Add(entry, content);
    }

    /// <summary>Something happened in the channel; what came of an entry is in the document.</summary>
    public void Saw(ChannelEvent happened)
    {
        _seq = happened switch
        {
            EntryRead read => read.Entry.Seq,
            EntrySkipped skipped => skipped.Entry.Seq,
            BecameLive live => Math.Max(_seq, live.Seq),
            _ => _seq,
        };
        _isLive |= happened is BecameLive;
        _lacksSome |= happened is EntrySkipped { Entry.Reason: SkipReason.NoKey };
        var moved = _moved;
        _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        moved.TrySetResult();
        if (_isLive && channel.CanWrite && IsDue && _planned.IsCompleted)
            _planned = WriteLaterAsync();
    }

    /// <summary>
    /// Writes a snapshot as soon as everything is read, due or not: so goes out what is too long for an entry.
    /// Completes when the server has it durably.
    /// </summary>
    /// <exception cref="TacitException">The server refused.</exception>
    public async Task WriteNowAsync()
    {
        while (true)
        {
            var (isWritten, moved) = await TryWriteAsync(isDue: () => true).ConfigureAwait(false);
            if (isWritten)
                return;
            await moved.WaitAsync(closed).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _planned.ConfigureAwait(false);
        await _attesting.ConfigureAwait(false);
    }

    private async Task WriteLaterAsync()
    {
        try
        {
            do
            {
                await WaitAsync().ConfigureAwait(false);
            }
            while (!(await TryWriteAsync(() => IsDue).ConfigureAwait(false)).IsWritten && IsDue);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The pad was left; another will write one.
        }
        catch (TacitException)
        {
            // No room, or no right any more: the channel says so where it matters, and the next entry plans again.
        }
    }

    // What a snapshot covers must be in the document: nothing may be taken in between asking and encoding.
    private async Task<(bool IsWritten, Task Moved)> TryWriteAsync(Func<bool> isDue)
    {
        SnapshotPoint? point;
        byte[] document = [];
        Task moved;
        await gate.WaitAsync(closed).ConfigureAwait(false);
        try
        {
            moved = _moved.Task;
            point = isDue() && MayCover ? await channel.MarkAsync().ConfigureAwait(false) : null;
            if (point?.Seq != _seq)
                point = null;
            if (point is not null)
                document = replica.EncodeAll();
        }
        finally
        {
            gate.Release();
        }

        if (point is not null)
            await channel.SnapshotAsync(point, document, closed).ConfigureAwait(false);
        return (point is not null, moved);
    }

    private async Task AttestAsync(EntryId snapshot, bool isOwn)
    {
        try
        {
            await WaitAsync().ConfigureAwait(false);
            var authors = (await channel.AuthorsAsync().ConfigureAwait(false))
                .Where(one => one.Cut is null && !one.Key.IsEmpty).ToList();
            var enough = Math.Min(AttestsEnough, authors.Count);
            var isWanted = authors.Any(one => one.Id == channel.Author)
                && _attests.GetValueOrDefault(snapshot) < enough
                && (!isOwn || authors.Count <= AttestsEnough);
            if (isWanted)
                await channel.AttestAsync(snapshot, closed).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The pad was left.
        }
        catch (TacitException)
        {
            // Without this word the log trims later; there is nothing to mend.
        }
    }

    private Task WaitAsync() =>
        Task.Delay(WaitMax * channel.Client.Random.NextDouble(), channel.Client.Time, closed);
}
