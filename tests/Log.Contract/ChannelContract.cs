using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>What a log says of its channels. Source: docs/protocol/log.md §3.1, §3.6.</summary>
public abstract class ChannelContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    [Fact]
    public async Task A_new_channel_is_empty()
    {
        var state = await StateAsync();

        Assert.Equal([1, 2, 3], state.Descriptor.ToArray());
        Assert.Equal((0, 0, 0, 0), (state.Head, state.Epoch, state.SizeBytes, state.LastCounter));
        Assert.Equal(Settings.ChannelSizeMaxBytes, state.SizeMaxBytes);
        Assert.Empty(state.EpochEntries);
    }

    [Fact]
    public async Task Making_a_channel_that_is_there_changes_nothing()
    {
        await AuthorAsync();
        Assert.Equal(Code.None, await Log.CreateAsync(Channel, new byte[] { 9 }, Never));

        Assert.Equal([1, 2, 3], (await StateAsync()).Descriptor.ToArray());
        Assert.Equal(1, (await StateAsync()).Head);
        Assert.Equal(1, (await Log.MeasureAsync(Never)).ChannelCount);
    }

    [Fact]
    public async Task A_channel_tells_its_head_size_and_last_counters()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        var update = one.Plain(contentLength: 333);
        var before = (await StateAsync()).SizeBytes;
        await AddAsync(update);

        Assert.Equal((3, before + update.Length), ((await StateAsync()).Head, (await StateAsync()).SizeBytes));
        Assert.Equal(2, (await StateAsync(one.Id)).LastCounter);
        Assert.Equal(1, (await StateAsync(two.Id)).LastCounter);
        Assert.Equal(0, (await StateAsync(Stranger().Id)).LastCounter);
        Assert.Equal(0, (await StateAsync()).LastCounter);
    }

    [Fact]
    public async Task A_channel_tells_its_epochs_oldest_first()
    {
        var author = await AuthorAsync();
        var (first, second) = (author.NextEpoch(), author.NextEpoch());
        await AppendAllAsync(first, second, author.Plain());

        var state = await StateAsync();
        Assert.Equal(2, state.Epoch);
        Assert.Equal([first, second], state.EpochEntries.Select(entry => entry.ToArray()));
    }

    [Fact]
    public async Task A_log_tells_what_it_holds_altogether()
    {
        await Log.CreateAsync(new(2, 2), new byte[] { 1 }, Never);
        var author = Stranger();
        byte[][] entries = [author.Grant(), author.Plain(), author.Plain()];
        await AppendAllAsync(entries);

        Assert.Equal(new(2, 3, entries.Sum(entry => entry.Length)), await Log.MeasureAsync(Never));
    }

    [Fact]
    public async Task Every_log_has_an_incarnation_of_its_own()
    {
        await using var opening = new TOpening();
        await using var other = await opening.OpenEmptyAsync(Settings, Time);

        Assert.NotEqual(default, Log.Incarnation);
        Assert.NotEqual(Log.Incarnation, other.Incarnation);
    }
}
