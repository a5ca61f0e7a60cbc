using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>
/// The promises of <see cref="ILog"/>, as tests. A log is right when it passes all classes that derive from this one;
/// what is true of one kind of log only belongs in that log's own tests. Source: docs/protocol/log.md.
/// </summary>
public abstract class LogContract<TOpening> : IAsyncLifetime
    where TOpening : ILogOpening, new()
{
    protected static readonly CancellationToken Never = CancellationToken.None;

    private readonly TOpening _opening = new();
    private readonly Random _random = new(1);
    private ulong _authorCount;

    protected SetTime Time { get; } = new();

    protected ILog Log { get; private set; } = null!;

    /// <summary>A channel that is there, with nothing in it.</summary>
    protected ChannelId Channel { get; } = new(1, 1);

    /// <summary>What the log is opened with.</summary>
    protected virtual LogSettings Settings { get; } = new();

    public async Task InitializeAsync()
    {
        Log = await _opening.OpenEmptyAsync(Settings, Time);
        Assert.Equal(Code.None, await Log.CreateAsync(Channel, new byte[] { 1, 2, 3 }, Never));
    }

    public async Task DisposeAsync()
    {
        await Log.DisposeAsync();
        await _opening.DisposeAsync();
    }

    /// <summary>Someone who has no entry yet.</summary>
    protected TestAuthor Stranger() => new(++_authorCount, _random);

    /// <summary>Someone whose GRANT is in the channel.</summary>
    protected async Task<TestAuthor> AuthorAsync()
    {
        var author = Stranger();
        await AddAsync(author.Grant());
        return author;
    }

    protected async Task<AppendResult> AppendAsync(byte[] entry) =>
        Assert.Single(await Log.AppendAsync([new(Channel, entry)], Never));

    protected async Task<IEnumerable<AppendResult>> AppendAllAsync(params IEnumerable<byte[]> entries) =>
        await Log.AppendAsync([.. entries.Select(entry => new PendingAppend(Channel, entry))], Never);

    /// <summary>Appends an entry that must be taken.</summary>
    /// <returns>Its seq.</returns>
    protected async Task<long> AddAsync(byte[] entry)
    {
        var result = await AppendAsync(entry);
        Assert.Equal((Code.None, false), (result.Code, result.WasThere));
        return result.Seq;
    }

    protected Task<Page> PageAsync(
        long after = 0, VectorClock? clock = null, bool history = false, int sizeMaxBytes = int.MaxValue) =>
        Log.ReadAsync(new(Channel, after, clock, history, sizeMaxBytes), Never).AsTask();

    /// <summary>The seqs that a read returns.</summary>
    protected async Task<IEnumerable<long>> SeqsAsync(
        long after = 0, VectorClock? clock = null, bool history = false) =>
        (await PageAsync(after, clock, history)).Entries.Select(entry => entry.Seq);

    protected async Task<ChannelState> StateAsync(AuthorId author = default) =>
        Assert.IsType<ChannelState>(await Log.FindAsync(Channel, author, Never));

    protected static void AssertRefused(Code code, long detail, AppendResult result) =>
        Assert.Equal(AppendResult.Refused(code, detail), result);
}
