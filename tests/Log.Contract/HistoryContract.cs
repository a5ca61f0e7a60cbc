namespace Tacit.Log.Contract;

/// <summary>An operator who keeps everything. Source: docs/protocol/log.md §3.5.</summary>
public abstract class HistoryContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    protected override LogSettings Settings { get; } = new() { KeepHistory = true };

    [Fact]
    public async Task Nothing_is_ever_trimmed()
    {
        var author = await AuthorAsync();
        await AppendAllAsync(author.Plain(), author.Snapshot(0, (author.Id, 2)));
        Time.Advance(TimeSpan.FromDays(900));

        Assert.Equal(default, await Log.TrimAsync(Never));
        Assert.Equal([1, 3], await SeqsAsync());
        Assert.Equal([1, 2, 3], await SeqsAsync(history: true));
    }
}
