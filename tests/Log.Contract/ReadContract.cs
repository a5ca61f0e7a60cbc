using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Reading by seq and by clock, and superseding. Source: docs/protocol/log.md §3.3, §3.4.</summary>
public abstract class ReadContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    [Theory]
    [InlineData(0, new long[] { 1, 2, 3 })]
    [InlineData(2, new long[] { 3 })]
    [InlineData(3, new long[0])]
    [InlineData(99, new long[0])]
    public async Task A_read_returns_what_comes_after_the_cursor(long after, long[] expected)
    {
        var author = await AuthorAsync();
        await AddAsync(author.Plain());
        await AddAsync(author.Plain());

        var page = await PageAsync(after);
        Assert.Equal(expected, page.Entries.Select(entry => entry.Seq));
        Assert.Equal((3, 3), (page.UpTo, page.Head));
    }

    [Fact]
    public async Task A_channel_that_is_not_there_has_an_empty_page()
    {
        var page = await Log.ReadAsync(new(new(7, 7), 0, null, History: true, 100), Never);
        Assert.Equal((0, 0, 0), (page.Entries.Count, page.UpTo, page.Head));
    }

    [Fact]
    public async Task Pages_hold_about_the_size_asked_for_and_lead_from_one_to_the_next()
    {
        var author = await AuthorAsync();
        await AppendAllAsync(Enumerable.Range(0, 50).Select(_ => author.Plain(contentLength: 1000)));

        var (seqs, after) = (new List<long>(), 0L);
        while (after < 51)
        {
            var page = await PageAsync(after, sizeMaxBytes: 5000);
            Assert.InRange(page.Entries.Sum(entry => entry.Bytes.Length), 1000, 5000);
            Assert.Equal(51, page.Head);
            Assert.InRange(page.UpTo, page.Entries[^1].Seq, 51);
            seqs.AddRange(page.Entries.Select(entry => entry.Seq));
            after = page.UpTo;
        }

        Assert.Equal(Enumerable.Range(1, 51).Select(n => (long)n), seqs);
    }

    [Fact]
    public async Task A_page_holds_an_entry_larger_than_what_was_asked_for()
    {
        var author = await AuthorAsync();
        await AddAsync(author.Plain(contentLength: 100_000));
        await AddAsync(author.Plain());

        Assert.Equal(2, Assert.Single((await PageAsync(after: 1, sizeMaxBytes: 1)).Entries).Seq);
    }

    [Fact]
    public async Task A_snapshot_supersedes_what_it_covers_but_for_grants_and_epochs()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AppendAllAsync(one.Plain(), two.Plain(EntryKind.Message), one.Plain(EntryKind.Control), two.Plain());
        await AddAsync(one.NextEpoch());
        two.Epoch = 1;
        await AddAsync(two.Snapshot(0, (one.Id, 4), (two.Id, 2)));

        Assert.Equal([1, 2, 6, 7, 8], await SeqsAsync());
        Assert.Equal([7, 8], await SeqsAsync(after: 6));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await SeqsAsync(history: true));
    }

    [Fact]
    public async Task A_page_that_is_just_full_ends_there()
    {
        var author = await AuthorAsync();
        var entry = author.Plain();
        await AppendAllAsync(entry, author.Plain(), author.Plain());

        var page = await PageAsync(after: 1, sizeMaxBytes: 2 * entry.Length);
        Assert.Equal([2, 3], page.Entries.Select(one => one.Seq));
        Assert.Equal((3, 4), (page.UpTo, page.Head));
        var last = await PageAsync(after: 3, sizeMaxBytes: entry.Length);
        Assert.Equal((1, 4, 4), (last.Entries.Count, last.UpTo, last.Head));
    }

    [Fact]
    public async Task What_is_superseded_stays_out_of_every_page()
    {
        var author = await AuthorAsync();
        await AppendAllAsync(Enumerable.Range(0, 20).Select(_ => author.Plain()));
        await AddAsync(author.Snapshot(0, (author.Id, 21)));
        await AddAsync(author.Plain());

        var page = await PageAsync(after: 1, sizeMaxBytes: 1);
        Assert.Equal(22, Assert.Single(page.Entries).Seq);
        Assert.Equal(23, Assert.Single((await PageAsync(page.UpTo, sizeMaxBytes: 1)).Entries).Seq);
    }

    [Fact]
    public async Task A_snapshot_supersedes_another_when_it_covers_all_that_that_covers()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AddAsync(one.Snapshot(0, (two.Id, 1)));
        await AddAsync(two.Snapshot(0, (one.Id, 2)));
        Assert.Equal([1, 2, 3, 4], await SeqsAsync());

        await AddAsync(one.Snapshot(0, (one.Id, 2), (two.Id, 1)));
        Assert.Equal([1, 2, 4, 5], await SeqsAsync());
        await AddAsync(one.Snapshot(0, (one.Id, 3), (two.Id, 2)));
        Assert.Equal([1, 2, 6], await SeqsAsync());
    }

    [Fact]
    public async Task Of_two_snapshots_that_cover_neither_the_other_both_are_live()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AppendAllAsync(one.Plain(), two.Plain());
        await AddAsync(one.Snapshot(0, (one.Id, 2)));
        await AddAsync(two.Snapshot(0, (two.Id, 2)));

        Assert.Equal([1, 2, 5, 6], await SeqsAsync());
    }

    [Fact]
    public async Task The_parts_of_a_snapshot_are_live_until_it_is_superseded()
    {
        var author = await AuthorAsync();
        await AppendAllAsync(author.Plain(), author.Plain(EntryKind.Part), author.Plain(EntryKind.Part));
        await AddAsync(author.Snapshot(2, (author.Id, 2)));
        Assert.Equal([1, 3, 4, 5], await SeqsAsync());

        await AddAsync(author.Snapshot(0, (author.Id, 5)));
        Assert.Equal([1, 6], await SeqsAsync());
    }

    [Fact]
    public async Task An_attest_is_superseded_like_an_update()
    {
        var author = await AuthorAsync();
        var snapshot = author.Snapshot(0, (author.Id, 1));
        await AppendAllAsync(snapshot, author.Attest(snapshot));
        Assert.Equal([1, 2, 3], await SeqsAsync());

        await AddAsync(author.Snapshot(0, (author.Id, 3)));
        Assert.Equal([1, 4], await SeqsAsync());
    }

    [Fact]
    public async Task A_clock_leaves_out_what_its_owner_has()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AppendAllAsync(one.Plain(), two.Plain(), one.Plain(), two.Plain());

        Assert.Equal([2, 4, 5, 6], await SeqsAsync(clock: VectorClock.From([(one.Id, 2)])));
        Assert.Equal([5, 6], await SeqsAsync(clock: VectorClock.From([(one.Id, 2), (two.Id, 2)])));
        Assert.Equal([6], await SeqsAsync(after: 5, VectorClock.From([(one.Id, 2), (two.Id, 2)])));
        Assert.Equal([2, 4, 6], await SeqsAsync(clock: VectorClock.From([(one.Id, 900)])));
        Assert.Equal([1, 2, 3, 4, 5, 6], await SeqsAsync(clock: VectorClock.Empty));
    }

    [Fact]
    public async Task A_clock_and_superseding_leave_out_both()
    {
        var (one, two) = (await AuthorAsync(), await AuthorAsync());
        await AppendAllAsync(one.Plain(), two.Plain());
        await AddAsync(one.Snapshot(0, (one.Id, 2)));
        await AddAsync(one.Plain());

        Assert.Equal([2, 4, 5, 6], await SeqsAsync(clock: VectorClock.From([(one.Id, 1)])));
        Assert.Equal([2, 3, 4, 5, 6], await SeqsAsync(clock: VectorClock.From([(one.Id, 1)]), history: true));
    }
}
