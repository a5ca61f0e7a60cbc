using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Each line of the append rule. Source: docs/protocol/log.md §3.2.</summary>
public abstract class RefusalContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    [Fact]
    public async Task A_channel_that_is_not_there_takes_nothing()
    {
        var result = await Log.AppendAsync([new(new(7, 7), Stranger().Grant())], Never);

        AssertRefused(Code.ChannelUnknown, 0, result[0]);
        Assert.Null(await Log.FindAsync(new(7, 7), default, Never));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(30, 11)]
    public async Task Bytes_that_are_no_entry_are_refused_with_the_place(int length, int badOffset)
    {
        var author = await AuthorAsync();
        AssertRefused(Code.EntryMalformed, badOffset, await AppendAsync(author.Plain()[..length]));
    }

    [Fact]
    public async Task An_entry_may_be_as_long_as_the_limit_and_no_longer()
    {
        var author = await AuthorAsync();
        var overhead = author.Plain(contentLength: 0).Length;
        author.Next--;
        var fitting = author.Plain(contentLength: EntryHeader.EntrySizeMax - overhead);
        Assert.Equal(2, await AddAsync(fitting));

        AssertRefused(
            Code.EntryTooLarge,
            EntryHeader.EntrySizeMax,
            await AppendAsync(author.Plain(contentLength: EntryHeader.EntrySizeMax - overhead + 1)));
        Assert.Equal(fitting, (await PageAsync(after: 1)).Entries[0].Bytes.ToArray());
    }

    [Fact]
    public async Task Nobody_begins_without_a_grant() =>
        AssertRefused(Code.KindRefused, (long)EntryKind.Update, await AppendAsync(Stranger().Plain()));

    [Fact]
    public async Task An_author_may_post_a_further_grant()
    {
        var author = await AuthorAsync();
        await AddAsync(author.Plain());

        Assert.Equal(3, await AddAsync(author.Grant()));
    }

    [Fact]
    public async Task Who_was_removed_appends_nothing_any_more()
    {
        var (admin, removed) = (await AuthorAsync(), await AuthorAsync());
        var before = removed.Plain();
        await AddAsync(before);
        await AddAsync(admin.NextEpoch(removed.Id));

        AssertRefused(Code.AuthorRemoved, 0, await AppendAsync(removed.Plain()));
        Assert.Equal(AppendResult.Known(3), await AppendAsync(before));
    }

    [Fact]
    public async Task Who_was_removed_before_it_came_cannot_come()
    {
        var (admin, never) = (await AuthorAsync(), Stranger());
        await AddAsync(admin.NextEpoch(never.Id));

        AssertRefused(Code.AuthorRemoved, 0, await AppendAsync(never.Grant()));
    }

    [Fact]
    public async Task An_epoch_opens_only_after_the_one_before()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        var (first, rival) = (one.NextEpoch(), two.NextEpoch());
        await AddAsync(first);

        AssertRefused(Code.EpochWrong, 1, await AppendAsync(rival));
        two.Next--;
        two.Epoch = 2;
        AssertRefused(Code.EpochWrong, 1, await AppendAsync(two.NextEpoch()));
        two.Next--;
        two.Epoch = 1;
        Assert.Equal(4, await AddAsync(two.NextEpoch()));
    }

    [Fact]
    public async Task Of_two_rival_epochs_in_a_batch_the_first_counts()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());

        Assert.Equal(
            [AppendResult.Added(3), AppendResult.Refused(Code.EpochWrong, 1)],
            await AppendAllAsync(one.NextEpoch(), two.NextEpoch()));
    }

    [Fact]
    public async Task The_epoch_before_is_taken_for_a_minute()
    {
        var (admin, late) = (await AuthorAsync(), await AuthorAsync());
        await AddAsync(admin.NextEpoch());

        Time.Advance(TimeSpan.FromSeconds(59));
        await AddAsync(late.Plain());
        Time.Advance(TimeSpan.FromSeconds(1));
        AssertRefused(Code.EpochWrong, 1, await AppendAsync(late.Plain()));
        late.Next--;
        late.Epoch = 1;
        await AddAsync(late.Plain());
    }

    [Fact]
    public async Task No_epoch_but_the_current_and_the_one_before_is_taken()
    {
        var (admin, other) = (await AuthorAsync(), await AuthorAsync());
        await AddAsync(admin.NextEpoch());
        await AddAsync(admin.NextEpoch());

        AssertRefused(Code.EpochWrong, 2, await AppendAsync(other.Plain()));
        other.Next--;
        other.Epoch = 3;
        AssertRefused(Code.EpochWrong, 2, await AppendAsync(other.Plain()));
    }

    [Fact]
    public async Task A_snapshot_covers_nothing_that_is_not_there()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());

        AssertRefused(Code.CoversAhead, 0, await AppendAsync(one.Snapshot(0, (one.Id, 1), (two.Id, 2))));
        one.Next--;
        AssertRefused(Code.CoversAhead, 0, await AppendAsync(one.Snapshot(0, (Stranger().Id, 1))));
        one.Next--;
        await AddAsync(one.Snapshot(0, (one.Id, 1), (two.Id, 1)));
    }

    [Fact]
    public async Task A_snapshot_covers_neither_itself_nor_its_parts()
    {
        var author = await AuthorAsync();
        await AddAsync(author.Plain());
        await AddAsync(author.Plain(EntryKind.Part));

        AssertRefused(Code.CoversAhead, 0, await AppendAsync(author.Snapshot(0, (author.Id, 4))));
        author.Next--;
        AssertRefused(Code.CoversAhead, 0, await AppendAsync(author.Snapshot(1, (author.Id, 3))));
        author.Next--;
        await AddAsync(author.Snapshot(1, (author.Id, 2)));
    }

    [Fact]
    public async Task Only_a_snapshot_that_is_there_is_attested()
    {
        var author = await AuthorAsync();
        var update = author.Plain();
        await AddAsync(update);

        AssertRefused(Code.SnapshotUnknown, 0, await AppendAsync(author.Attest(new EntryId(1, 1))));
        author.Next--;
        AssertRefused(Code.SnapshotUnknown, 0, await AppendAsync(author.Attest(update)));
        author.Next--;
        var snapshot = author.Snapshot(0, (author.Id, 2));
        await AddAsync(snapshot);
        await AddAsync(author.Attest(snapshot));
    }

    [Fact]
    public async Task A_snapshot_is_attested_in_the_batch_that_brings_it()
    {
        var author = await AuthorAsync();
        var snapshot = author.Snapshot(0, (author.Id, 1));

        Assert.Equal(
            [AppendResult.Added(2), AppendResult.Added(3)],
            await AppendAllAsync(snapshot, author.Attest(snapshot)));
    }

    [Fact]
    public async Task A_refused_entry_leaves_no_trace()
    {
        var author = await AuthorAsync();
        author.Next = 5;
        var before = await StateAsync(author.Id);
        await AppendAsync(author.Plain());
        await AppendAsync(author.NextEpoch(author.Id));
        await AppendAsync(Stranger().Plain());
        var after = await StateAsync(author.Id);

        Assert.Equal(
            (before.Head, before.SizeBytes, before.Epoch, before.LastCounter),
            (after.Head, after.SizeBytes, after.Epoch, after.LastCounter));
        author.Next = 2;
        author.Epoch = 0;
        Assert.Equal(2, await AddAsync(author.Plain()));
    }
}
