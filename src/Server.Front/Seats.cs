using System.Collections.Concurrent;

namespace Tacit.Server.Front;

/// <summary>The seats of a front that a core was asked for, by the number that the core knows. Any thread.</summary>
internal sealed class Seats
{
    private readonly ConcurrentDictionary<long, Seat> _byNumber = new();
    private long _last;

    /// <summary>Gives a seat a number that no seat ever had.</summary>
    public long Add(Seat seat)
    {
        var number = Interlocked.Increment(ref _last);
        _byNumber[number] = seat;
        return number;
    }

    /// <summary>Finds a seat; null if the number is an old one.</summary>
    public Seat? Find(long number) => _byNumber.GetValueOrDefault(number);

    /// <summary>The number is an old one from now on.</summary>
    public void Remove(long number) => _byNumber.TryRemove(number, out _);
}
