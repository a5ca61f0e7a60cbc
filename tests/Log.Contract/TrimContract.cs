using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>When superseded entries go for good, and what is left then. Source: docs/protocol/log.md §3.5.</summary>
public abstract class TrimContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public async Task Nothing_goes_before_a_day_is_over()
    {
        var author = await AuthorAsync();
        var update = author.Plain();
        var snapshot = author.Snapshot(0, (author.Id, 2));
        await AppendAllAsync(update, snapshot, author.Attest(snapshot));

        Time.Advance(Day - TimeSpan.FromSeconds(1));
        Assert.Equal(default, await Log.TrimAsync(Never));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new(1, update.Length), await Log.TrimAsync(Never));
        Assert.Equal(default, await Log.TrimAsync(Never));
    }

    [Fact]
    public async Task Where_there_is_one_author_its_own_attest_is_enough()
    {
        var author = await AuthorAsync();
        var snapshot = author.Snapshot(0, (author.Id, 1));
        await AppendAllAsync(snapshot, author.Plain());
        await AddAsync(author.Snapshot(0, (author.Id, 3)));

        await AssertTrimsAsync(0);
        await AddAsync(author.Attest(snapshot));
        await AssertTrimsAsync(0);
    }

    [Fact]
    public async Task Where_there_are_two_authors_both_must_attest()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AddAsync(one.Plain());
        var snapshot = one.Snapshot(0, (one.Id, 2));
        await AddAsync(snapshot);

        await AddAsync(one.Attest(snapshot));
        await AddAsync(one.Attest(snapshot));
        await AssertTrimsAsync(0);
        await AddAsync(two.Attest(snapshot));
        await AssertTrimsAsync(1);
        Assert.Equal([1, 2, 4, 5, 6, 7], await SeqsAsync(history: true));
    }

    [Fact]
    public async Task Where_there_are_more_two_others_than_its_own_must_attest()
    {
        var (one, two, three) = (await AuthorAsync(), await AuthorAsync(), await AuthorAsync());
        await AddAsync(one.Plain());
        var snapshot = one.Snapshot(0, (one.Id, 2));
        await AddAsync(snapshot);
        await AppendAllAsync(one.Attest(snapshot), two.Attest(snapshot));

        await AssertTrimsAsync(0);
        await AddAsync(three.Attest(snapshot));
        await AssertTrimsAsync(1);
    }

    [Fact]
    public async Task Authors_that_were_removed_are_not_waited_for()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AddAsync(one.Plain());
        await AddAsync(one.NextEpoch(two.Id));
        var snapshot = one.Snapshot(0, (one.Id, 2));
        await AppendAllAsync(snapshot, one.Attest(snapshot));

        await AssertTrimsAsync(1);
    }

    [Fact]
    public async Task Attests_of_authors_that_were_removed_do_not_count()
    {
        var (one, two, three) = (await AuthorAsync(), await AuthorAsync(), await AuthorAsync());
        var (four, snapshot) = (await AuthorAsync(), one.Snapshot(0, (two.Id, 1)));
        await AddAsync(two.Plain());
        await AddAsync(snapshot);
        var second = one.Snapshot(0, (one.Id, 2), (two.Id, 2));
        await AddAsync(second);
        await AppendAllAsync(two.Attest(second), three.Attest(second), one.NextEpoch(three.Id));
        four.Epoch = 1;

        await AssertTrimsAsync(0);
        await AddAsync(four.Attest(second));
        await AssertTrimsAsync(2);
    }

    [Fact]
    public async Task After_thirty_days_nobody_is_waited_for()
    {
        var (one, _) = (await AuthorAsync(), await AuthorAsync());
        await AppendAllAsync(one.Plain(), one.Plain());
        await AddAsync(one.Snapshot(0, (one.Id, 3)));

        Time.Advance(TimeSpan.FromDays(28));
        await AssertTrimsAsync(0);
        await AssertTrimsAsync(2);
    }

    [Fact]
    public async Task Grants_epochs_live_snapshots_and_what_is_not_covered_stay()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AppendAllAsync(one.Plain(), two.Plain(), one.NextEpoch());
        two.Epoch = 1;
        await AppendAllAsync(one.Snapshot(0, (one.Id, 3)), two.Plain(), one.Plain());
        Time.Advance(TimeSpan.FromDays(30));

        var before = await PageAsync();
        Assert.Equal(1, (await Log.TrimAsync(Never)).EntryCount);
        var after = await PageAsync(history: true);
        Assert.Equal([1, 2, 4, 5, 6, 7, 8], after.Entries.Select(entry => entry.Seq));
        Assert.Equal(
            before.Entries.Select(entry => entry.Bytes.ToArray()),
            after.Entries.Select(entry => entry.Bytes.ToArray()));
    }

    [Fact]
    public async Task After_trimming_seqs_and_counters_go_on()
    {
        var author = await TrimmedAsync();

        Assert.Equal((4, 4), ((await StateAsync(author.Id)).Head, (await StateAsync(author.Id)).LastCounter));
        Assert.Equal(5, await AddAsync(author.Plain()));
        Assert.Equal([1, 4, 5], await SeqsAsync(history: true));
    }

    [Fact]
    public async Task What_was_trimmed_cannot_be_compared_and_its_counter_is_taken()
    {
        var author = await AuthorAsync();
        var update = author.Plain();
        await AddAsync(update);
        await AddAsync(author.Snapshot(0, (author.Id, 2)));
        Time.Advance(TimeSpan.FromDays(30));
        await Log.TrimAsync(Never);

        AssertRefused(Code.CounterTaken, 2, await AppendAsync(update));
    }

    [Fact]
    public async Task A_snapshot_that_was_trimmed_is_not_attested()
    {
        var author = await AuthorAsync();
        var first = author.Snapshot(0, (author.Id, 1));
        await AddAsync(first);
        await AddAsync(author.Snapshot(0, (author.Id, 2)));
        await AddAsync(author.Attest(first));
        Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(1, (await Log.TrimAsync(Never)).EntryCount);

        AssertRefused(Code.SnapshotUnknown, 0, await AppendAsync(author.Attest(first)));
    }

    [Fact]
    public async Task Trimming_is_counted()
    {
        var before = await Log.MeasureAsync(Never);
        var author = await TrimmedAsync();
        var usage = await Log.MeasureAsync(Never);
        var stored = (await PageAsync(history: true)).Entries;

        Assert.Equal((0, 1), (before.EntryCount, before.ChannelCount));
        Assert.Equal(new(1, 2, stored.Sum(entry => (long)entry.Bytes.Length)), usage);
        Assert.Equal(usage.SizeBytes, (await StateAsync(author.Id)).SizeBytes);
    }

    // An author with a grant, two updates that are gone, and a snapshot.
    private async Task<TestAuthor> TrimmedAsync()
    {
        var author = await AuthorAsync();
        await AppendAllAsync(author.Plain(), author.Plain(), author.Snapshot(0, (author.Id, 3)));
        Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(2, (await Log.TrimAsync(Never)).EntryCount);
        return author;
    }

    private async Task AssertTrimsAsync(long entryCount)
    {
        Time.Advance(Day);
        Assert.Equal(entryCount, (await Log.TrimAsync(Never)).EntryCount);
    }
}
