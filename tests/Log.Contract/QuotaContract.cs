using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Quotas of channels and of the instance. Source: docs/protocol/log.md §3.2, §3.7.</summary>
public abstract class QuotaContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    private const long ChannelMax = 10_000;
    private const long InstanceMax = 15_000;

    protected override LogSettings Settings { get; } = new()
    {
        ChannelSizeMaxBytes = ChannelMax,
        InstanceSizeMaxBytes = InstanceMax,
    };

    [Fact]
    public async Task A_channel_is_filled_to_its_quota_and_no_further()
    {
        var author = await AuthorAsync();
        var left = ChannelMax - (await StateAsync()).SizeBytes;
        var overhead = author.Plain(contentLength: 0).Length;
        author.Next--;
        await AddAsync(author.Plain(contentLength: (int)left - overhead));

        Assert.Equal(ChannelMax, (await StateAsync()).SizeBytes);
        AssertRefused(Code.ChannelFull, ChannelMax, await AppendAsync(author.Plain()));
    }

    [Fact]
    public async Task What_makes_trimming_possible_may_use_a_tenth_more()
    {
        var author = await FilledAsync();
        var snapshot = author.Snapshot(0, (author.Id, 2));
        await AddAsync(snapshot);
        await AddAsync(author.Attest(snapshot));
        await AddAsync(author.NextEpoch());
        AssertRefused(Code.ChannelFull, ChannelMax, await AppendAsync(author.Plain()));
        author.Next--;

        AppendResult last;
        do
        {
            last = await AppendAsync(author.Attest(snapshot));
        }
        while (last.Code == Code.None);
        AssertRefused(Code.ChannelFull, ChannelMax, last);
        Assert.InRange((await StateAsync()).SizeBytes, ChannelMax + (ChannelMax / 20), ChannelMax + (ChannelMax / 10));
    }

    [Fact]
    public async Task The_instance_is_filled_to_its_quota_and_no_further()
    {
        await FilledAsync();
        var other = new ChannelId(2, 2);
        await Log.CreateAsync(other, new byte[] { 1 }, Never);
        var author = Stranger();
        await Log.AppendAsync([new(other, author.Grant())], Never);
        await Log.AppendAsync([new(other, author.Plain(contentLength: 4000))], Never);

        var result = await Log.AppendAsync([new(other, author.Plain(contentLength: 4000))], Never);
        AssertRefused(Code.InstanceFull, InstanceMax, result[0]);
    }

    [Fact]
    public async Task Trimming_makes_room()
    {
        var author = await FilledAsync();
        var snapshot = author.Snapshot(0, (author.Id, 2));
        await AddAsync(snapshot);
        await AddAsync(author.Attest(snapshot));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await Log.TrimAsync(Never)).EntryCount);

        await AddAsync(author.Plain(contentLength: 8000));
    }

    // One author, with so large an update that the next small one is too much.
    private async Task<TestAuthor> FilledAsync()
    {
        var author = await AuthorAsync();
        var left = ChannelMax - (await StateAsync()).SizeBytes;
        await AddAsync(author.Plain(contentLength: (int)left - 200));
        return author;
    }
}
