using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>Brings the subscriptions of one connection up to date, by pages.</summary>
/// <param name="session">The connection.</param>
/// <param name="outbox">What waits to be sent on it.</param>
/// <param name="context">What all sessions of the front share.</param>
/// <param name="gone">The connection ended.</param>
internal sealed class Backfill(
    ClientSession session, Outbox outbox, SessionContext context, CancellationToken gone)
    : IDisposable
{
    private const int PageSize = 256 * 1024;

    private static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromMilliseconds(150);

    private readonly SemaphoreSlim _place = new(1);

    /// <summary>Begins to read for a subscription until it is live.</summary>
    public void Begin(Subscription subscription) => _ = context.Surroundings.Start(() => CatchUpAsync(subscription));

    /// <inheritdoc />
    public void Dispose() => _place.Dispose();

    private async Task CatchUpAsync(Subscription subscription)
    {
        try
        {
            var since = context.Time.GetTimestamp();
            for (var code = await ReadAsync(subscription); code != Code.None; code = await ReadAsync(subscription))
            {
                // The client joins again when the store answers again: its cursor has not moved.
                if (code != Code.StoreUnavailable || context.Time.GetElapsedTime(since) > context.Settings.MoveWait)
                {
                    session.End(code, (long)context.Settings.CloseWait.TotalMilliseconds);
                    return;
                }

                await Task.Delay(
                    context.Surroundings.Between(RetryDelayMin, RetryDelayMax), context.Time, gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
        }
        catch (ObjectDisposedException) when (gone.IsCancellationRequested)
        {
        }
    }

    // One page at a time for each connection, and only while its outbox has room: that is all a join costs in memory.
    private async Task<Code> ReadAsync(Subscription subscription)
    {
        await _place.WaitAsync();
        try
        {
            gone.ThrowIfCancellationRequested();
            while (true)
            {
                await outbox.WaitForRoomAsync(gone);
                var page = await AskAsync(subscription);
                if (page.Code != Code.None)
                    return page.Code;
                Segment? frames = page.Entries.Count == 0
                    ? null
                    : EntryFrames.Encode(subscription.Room.Handle, page.Entries);
                if (subscription.Room.Advance(subscription, frames, page.UpTo))
                    return Code.None;
            }
        }
        finally
        {
            _place.Release();
        }
    }

    private async Task<EntriesRead> AskAsync(Subscription subscription)
    {
        var channel = subscription.Room.Channel;
        if (context.Routes.CoreOf(channel) is not { } core)
            return new(0, Code.StoreUnavailable, [], 0, 0);

        // Who was live has everything before its position, and is shown every seq after it: nothing may be left out.
        var wanted = subscription.Seat.Join;
        var (clock, history) = subscription.WasLive ? (null, true) : (wanted.Clock, wanted.History);
        return await context.Reads.AskAsync(
            core,
            request => new ReadEntries(request, channel, subscription.Position, clock, history, PageSize),
            gone);
    }
}
