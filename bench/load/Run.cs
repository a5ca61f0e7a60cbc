using System.Diagnostics;

namespace Tacit.Bench.Load;

/// <summary>
/// One measurement over rooms that are ready: who sends when, how many deliveries came, and how long each took from
/// send to receipt. Counting begins after a time to warm up.
/// </summary>
internal sealed class Run
{
    private readonly IReadOnlyList<Room> _rooms;
    private readonly Histogram _latency = new();
    private readonly Dictionary<Room, int[]> _sent = [];
    private volatile bool _isSending;
    private volatile bool _isCounting;
    private bool _isPaced;
    private long _deliveryCount;
    private string? _fault;

    public Run(IReadOnlyList<Room> rooms)
    {
        _rooms = rooms;
        foreach (var room in rooms)
        {
            _sent[room] = new int[room.SeatCount];
            room.Run = this;
        }
    }

    /// <summary>Edits that were received by one client, while counting.</summary>
    public long DeliveryCount => _deliveryCount;

    /// <summary>From send to receipt, while counting.</summary>
    public Histogram Latency => _latency;

    /// <summary>Called when counting begins.</summary>
    public Action? Counting { get; set; }

    /// <summary>Whether a client had no prepared edit left before the end.</summary>
    public bool RanOut { get; private set; }

    /// <summary>Whether the pace could not be kept by this program itself.</summary>
    public bool FellBehind { get; private set; }

    /// <summary>Keeps <paramref name="window"/> edits of each client under way: as fast as the server goes.</summary>
    public Task SaturateAsync(int window, TimeSpan warmUp, TimeSpan counted)
    {
        _isSending = true;
        foreach (var room in _rooms)
        {
            for (var seat = 0; seat < room.SeatCount; seat++)
            {
                for (var n = 0; n < window; n++)
                    SendNext(room, seat);
            }
        }

        return CountAsync(warmUp, counted);
    }

    /// <summary>Sends so many edits a second in all, whatever the server does, from each client in turn.</summary>
    public async Task PaceAsync(double editsPerSecond, TimeSpan warmUp, TimeSpan counted)
    {
        _isSending = true;
        var pacing = new Thread(() => Pace(editsPerSecond)) { IsBackground = true, Name = "pace" };
        pacing.Start();
        await CountAsync(warmUp, counted);
        pacing.Join();
    }

    /// <summary>An edit came to one client. On the thread of the socket engine.</summary>
    public void Delivered(Room room, int seat, long sentAt, bool isDone)
    {
        if (_isCounting)
        {
            _deliveryCount++;
            _latency.Add(Stopwatch.GetTimestamp() - sentAt);
        }

        if (isDone && _isSending && !_isPaced)
            SendNext(room, seat);
    }

    /// <summary>Something ended that should not have.</summary>
    public void Fail(string why) => _fault ??= why;

    private async Task CountAsync(TimeSpan warmUp, TimeSpan counted)
    {
        await Task.Delay(warmUp);
        Counting?.Invoke();
        _isCounting = true;
        await Task.Delay(counted);
        _isCounting = false;
        _isSending = false;
        if (_fault is not null)
            throw new IOException($"A connection ended while it was measured: {_fault}");
    }

    private void Pace(double editsPerSecond)
    {
        _isPaced = true;
        var begun = Stopwatch.GetTimestamp();
        long sent = 0;
        var turn = 0;
        while (_isSending)
        {
            var due = (long)(Stopwatch.GetElapsedTime(begun).TotalSeconds * editsPerSecond);
            if (due - sent > editsPerSecond / 5)
                FellBehind = true;
            for (; sent < due; sent++)
            {
                var room = _rooms[turn % _rooms.Count];
                SendNext(room, turn / _rooms.Count % room.SeatCount);
                turn++;
            }

            Thread.Sleep(1);
        }
    }

    private void SendNext(Room room, int seat)
    {
        // The first edits are sent by another thread than the ones that follow deliveries.
        lock (room)
        {
            var edit = _sent[room][seat];
            if (edit >= room.Clients[seat].EditCount)
            {
                RanOut = true;
                return;
            }

            _sent[room][seat] = edit + 1;
            room.Sending(seat, edit);
            room.Clients[seat].SendEdit(edit);
        }
    }
}
