namespace Tacit.Bench.Load;

/// <summary>
/// One client of a server in one room: says what the server's protocol asks for until it is <see cref="Ready"/>, then
/// writes edits and tells the room which edits of others came. Callbacks come on one thread.
/// </summary>
/// <param name="room">Whom it writes with.</param>
/// <param name="seat">Its number in the room, from 0.</param>
internal abstract class LoadClient(Room room, int seat) : IDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The connection, from <see cref="Opened"/> on.</summary>
    public LoadConnection Connection { get; set; } = null!;

    /// <summary>Completes when it is in the room; fails when the server will not have it.</summary>
    public Task Ready => _ready.Task;

    /// <summary>How many edits it has ready to send in all.</summary>
    public abstract int EditCount { get; }

    /// <summary>How many bytes an edit has on the wire, without the WebSocket frame; 0 without any.</summary>
    public abstract int EditSizeBytes { get; }

    /// <summary>The room.</summary>
    protected Room Room => room;

    /// <summary>Its number in the room.</summary>
    protected int Seat => seat;

    /// <summary>Makes its edits before anything is measured; may take long, and runs beside those of others.</summary>
    /// <param name="count">How many.</param>
    public abstract void Prepare(int count);

    /// <summary>The connection is there.</summary>
    public abstract void Opened();

    /// <summary>A message came.</summary>
    public abstract void Received(byte opcode, ReadOnlySpan<byte> payload);

    /// <summary>Sends an edit.</summary>
    /// <param name="number">From 0, each once, in order.</param>
    public abstract void SendEdit(int number);

    /// <inheritdoc />
    public virtual void Dispose()
    {
    }

    /// <summary>The connection ended by itself.</summary>
    public void Ended(string why)
    {
        _ready.TrySetException(new IOException($"The server ended a connection: {why}"));
        room.Run?.Fail(why);
    }

    /// <summary>It is in the room.</summary>
    protected void BeReady() => _ready.TrySetResult();
}
