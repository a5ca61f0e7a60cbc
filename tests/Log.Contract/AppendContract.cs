using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Order, idempotency and batches. Source: docs/protocol/log.md §3.1.</summary>
public abstract class AppendContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    [Fact]
    public async Task Seqs_count_from_one_without_gaps()
    {
        var author = Stranger();
        Assert.Equal(1, await AddAsync(author.Grant()));

        for (var seq = 2; seq <= 100; seq++)
            Assert.Equal(seq, await AddAsync(author.Plain()));
    }

    [Fact]
    public async Task Seqs_count_in_each_channel_by_themselves()
    {
        var other = new ChannelId(2, 2);
        await Log.CreateAsync(other, new byte[] { 9 }, Never);
        var (one, two) = (Stranger(), Stranger());

        var results = await Log.AppendAsync(
            [
                new(Channel, one.Grant()), new(other, two.Grant()),
                new(other, two.Plain()), new(Channel, one.Plain()), new(other, two.Plain()),
            ],
            Never);

        Assert.Equal([1, 1, 2, 2, 3], results.Select(result => result.Seq));
    }

    [Fact]
    public async Task What_was_appended_is_read_as_it_was()
    {
        var author = Stranger();
        byte[][] entries = [author.Grant(), author.Plain(), author.Plain(EntryKind.Message, 5000), author.NextEpoch()];
        await AppendAllAsync(entries);

        Assert.Equal(entries, (await PageAsync()).Entries.Select(entry => entry.Bytes.ToArray()));
    }

    [Fact]
    public async Task Appending_the_same_entry_again_gives_its_first_seq_and_changes_nothing()
    {
        var author = await AuthorAsync();
        var entry = author.Plain();
        await AddAsync(entry);
        await AddAsync(author.Plain());

        Assert.Equal(AppendResult.Known(2), await AppendAsync(entry));
        Assert.Equal([1, 2, 3], await SeqsAsync());
        Assert.Equal(3, (await Log.MeasureAsync(Never)).EntryCount);
    }

    [Fact]
    public async Task The_same_entry_twice_in_a_batch_is_there_once()
    {
        var author = await AuthorAsync();
        var entry = author.Plain();

        Assert.Equal([AppendResult.Added(2), AppendResult.Known(2)], await AppendAllAsync(entry, entry));
    }

    [Fact]
    public async Task Another_entry_under_a_counter_that_is_taken_is_refused()
    {
        var author = await AuthorAsync();
        var entry = author.Plain();
        await AddAsync(entry);
        author.Next = 2;

        AssertRefused(Code.CounterTaken, 2, await AppendAsync(author.Plain()));
        Assert.Equal(entry, (await PageAsync(after: 1)).Entries[0].Bytes.ToArray());
    }

    [Fact]
    public async Task A_jump_in_the_counters_is_refused_with_the_one_expected()
    {
        var author = await AuthorAsync();
        author.Next = 7;

        AssertRefused(Code.CounterUnexpected, 2, await AppendAsync(author.Plain()));
        Assert.Equal([1], await SeqsAsync());
    }

    [Fact]
    public async Task Each_entry_of_a_batch_is_judged_after_those_before_it()
    {
        var author = Stranger();
        var (grant, first) = (author.Grant(), author.Plain());
        author.Next = 9;
        var jump = author.Plain();
        author.Next = 3;

        Assert.Equal(
            [
                AppendResult.Added(1), AppendResult.Added(2), AppendResult.Refused(Code.CounterUnexpected, 3),
                AppendResult.Added(3),
            ],
            await AppendAllAsync(grant, first, jump, author.Plain()));
    }

    [Fact]
    public async Task An_empty_batch_is_answered_with_nothing() =>
        Assert.Empty(await Log.AppendAsync([], Never));

    [Fact]
    public async Task The_writers_buffer_is_copied()
    {
        var author = await AuthorAsync();
        var buffer = author.Plain();
        var before = buffer.ToArray();
        await AddAsync(buffer);
        buffer[^1] ^= 0xFF;

        Assert.Equal(before, (await PageAsync(after: 1)).Entries[0].Bytes.ToArray());
    }

    [Fact]
    public async Task What_a_reader_does_to_its_entries_harms_nobody()
    {
        var author = await AuthorAsync();
        var entry = author.Plain();
        await AddAsync(entry);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(
            (await PageAsync(after: 1)).Entries[0].Bytes, out var bytes));
        bytes.AsSpan().Clear();

        Assert.Equal(entry, (await PageAsync(after: 1)).Entries[0].Bytes.ToArray());
    }

    [Fact]
    public async Task Writers_at_once_each_get_seqs_of_their_own()
    {
        const int WriterCount = 8;
        const int EntriesPerWriter = 100;
        var authors = Enumerable.Range(0, WriterCount).Select(_ => Stranger()).ToArray();
        byte[][][] entries =
        [
            .. authors.Select(author => Enumerable.Range(0, EntriesPerWriter)
                .Select(n => n == 0 ? author.Grant() : author.Plain()).ToArray()),
        ];

        var seqs = await Task.WhenAll(entries.Select(own => Task.Run(async () =>
        {
            var answered = new List<long>();
            foreach (var entry in own)
                answered.Add(await AddAsync(entry));
            return answered;
        })));

        Assert.All(seqs, own => Assert.Equal(own.Order(), own));
        Assert.Equal(
            Enumerable.Range(1, WriterCount * EntriesPerWriter).Select(n => (long)n),
            seqs.SelectMany(own => own).Order());
        var stored = (await PageAsync()).Entries.ToDictionary(entry => entry.Seq, entry => entry.Bytes.ToArray());
        for (var writer = 0; writer < WriterCount; writer++)
            Assert.Equal(entries[writer], seqs[writer].Select(seq => stored[seq]));
    }

    [Fact]
    public async Task Appends_that_wait_together_keep_the_order_of_the_calls()
    {
        var author = await AuthorAsync();
        var appends = Enumerable.Range(0, 500).Select(_ => AppendAsync(author.Plain())).ToArray();

        Assert.Equal(
            Enumerable.Range(2, 500).Select(n => AppendResult.Added(n)), await Task.WhenAll(appends));
    }

    [Fact]
    public async Task Who_is_answered_can_read_it()
    {
        var author = await AuthorAsync();
        for (var n = 0; n < 50; n++)
        {
            var seq = await AddAsync(author.Plain());
            var page = await PageAsync(after: seq - 1);
            Assert.Equal((seq, seq, seq), (page.Entries[0].Seq, page.UpTo, page.Head));
            Assert.Equal(seq, (await StateAsync(author.Id)).LastCounter);
        }
    }

    [Fact]
    public async Task Giving_up_beforehand_appends_nothing()
    {
        var author = await AuthorAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Log.AppendAsync([new(Channel, author.Plain())], new CancellationToken(canceled: true)));

        Assert.Equal([1], await SeqsAsync());
    }
}
