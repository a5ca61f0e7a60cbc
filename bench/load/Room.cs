using System.Diagnostics;

namespace Tacit.Bench.Load;

/// <summary>
/// Clients that see each other's edits. Knows when each edit was sent and how many have yet to get it; an edit is done
/// when all of them have, or, in a room of one, when the server has acknowledged it.
/// </summary>
internal sealed class Room(int number, int seatCount)
{
    /// <summary>More than this many edits of one client are never under way.</summary>
    public const int WindowMax = 1024;

    private readonly long[][] _sentAt = Fill(seatCount, () => new long[WindowMax]);
    private readonly int[][] _missing = Fill(seatCount, () => new int[WindowMax]);

    /// <summary>Its number, from 0.</summary>
    public int Number => number;

    /// <summary>How many clients it has.</summary>
    public int SeatCount => seatCount;

    /// <summary>Who is in it.</summary>
    public LoadClient[] Clients { get; } = new LoadClient[seatCount];

    /// <summary>What counts deliveries; null while nothing is measured.</summary>
    public Run? Run { get; set; }

    /// <summary>
    /// Called with the writer's seat and the edit's number whenever somebody hears of an edit: who is shown it, or the
    /// writer who is answered. Whether or not it is measured.
    /// </summary>
    public Action<int, int>? Told { get; set; }

    /// <summary>A client is about to send an edit.</summary>
    public void Sending(int seat, int edit)
    {
        _missing[seat][edit % WindowMax] = Math.Max(1, seatCount - 1);
        _sentAt[seat][edit % WindowMax] = Stopwatch.GetTimestamp();
    }

    /// <summary>Another client got an edit.</summary>
    public void Delivered(int seat, int edit)
    {
        Told?.Invoke(seat, edit);
        Run?.Delivered(this, seat, _sentAt[seat][edit % WindowMax], Arrived(seat, edit));
    }

    /// <summary>The server has answered the writer: counts where nobody else is there to get the edit.</summary>
    public void Acknowledged(int seat, int edit)
    {
        if (seatCount == 1)
            Delivered(seat, edit);
        else
            Told?.Invoke(seat, edit);
    }

    private bool Arrived(int seat, int edit) => --_missing[seat][edit % WindowMax] == 0;

    private static T[] Fill<T>(int count, Func<T> make)
    {
        var made = new T[count];
        for (var at = 0; at < count; at++)
            made[at] = make();
        return made;
    }
}
