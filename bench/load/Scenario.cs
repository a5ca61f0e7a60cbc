namespace Tacit.Bench.Load;

/// <summary>So many rooms of so many clients, all of whom write.</summary>
/// <param name="RoomCount">Rooms.</param>
/// <param name="SeatCount">Clients of each.</param>
/// <param name="Window">Edits of one client under way at saturation.</param>
internal sealed record Scenario(int RoomCount, int SeatCount, int Window)
{
    /// <summary>Receivers of an edit: with one client in a room, the server's answer stands for the delivery.</summary>
    public int ReceiverCount => Math.Max(1, SeatCount - 1);

    /// <summary>Reads the form of <see cref="ToString"/>, with × or x.</summary>
    public static Scenario Parse(string text) => text.Split('x', '×') is [var rooms, var seats]
        && int.TryParse(rooms, out var roomCount) && int.TryParse(seats, out var seatCount)
        ? new(roomCount, seatCount, WindowOf(seatCount))
        : throw new ArgumentException($"{text} is no ROOMSxCLIENTS, such as 100x5.", nameof(text));

    /// <inheritdoc />
    public override string ToString() => $"{RoomCount}×{SeatCount}";

    /// <summary>Makes the rooms with their clients, for a server that may have yet to start.</summary>
    /// <param name="kind">Of which server.</param>
    /// <param name="firstRoom">The number of the first room.</param>
    public Room[] MakeRooms(ServerKind kind, int firstRoom = 0)
    {
        var rooms = Enumerable.Range(firstRoom, RoomCount).Select(number => new Room(number, SeatCount)).ToArray();
        foreach (var room in rooms)
        {
            var shared = kind.Shared();
            for (var seat = 0; seat < SeatCount; seat++)
                room.Clients[seat] = kind.Seat(room, seat, shared);
        }

        return rooms;
    }

    // Few rooms leave a server little to do at once: more is under way in them.
    private static int WindowOf(int seatCount) => seatCount switch
    {
        > 5 => 4,
        > 1 => 2,
        _ => 1,
    };
}
