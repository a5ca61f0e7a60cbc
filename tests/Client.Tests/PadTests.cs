using Tacit.Crdt;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client.Tests;

/// <summary>Pads of several devices and a real server.</summary>
public sealed class PadTests
{
    private static readonly TimeSpan Patience = ChannelReading.Patience;

    [Fact]
    public async Task What_one_writes_another_reads_with_its_time()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());
        await using var changes = ben.ChangesAsync().GetAsyncEnumerator();

        await ann.AppendTextAsync("Hello").WaitAsync(Patience);

        var change = await NextAsync(changes);
        Assert.Equal("Hello", await ben.TextAsync());
        Assert.Equal((ann.Channel.Author, false, PadContentFault.None), (change.Author, change.IsOwn, change.Fault));
        Assert.InRange(change.Time!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task What_is_written_at_once_is_few_entries()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => ann.AppendTextAsync("x"))).WaitAsync(Patience);

        Assert.Equal(500, (await ann.TextAsync()).Length);
        Assert.InRange((await ann.Channel.AuthorsAsync()).Sum(one => one.Counter), 2, 100);
        await TextIsAsync(ben, new('x', 500));
    }

    [Fact]
    public async Task A_link_that_only_reads_changes_nothing()
    {
        await using var pads = await Pads.StartAsync();
        await pads.CreateAsync();
        var reader = await pads.JoinAsync(CapabilityKind.View);

        var refusal = await Assert.ThrowsAsync<TacitException>(() => reader.AppendTextAsync("no"));

        Assert.Equal(Code.ReadOnly, refusal.Code);
        Assert.Equal("", await reader.TextAsync());
        Assert.Equal(Code.ReadOnly, (await Assert.ThrowsAsync<TacitException>(() => reader.ShowAsync([]))).Code);
    }

    [Fact]
    public async Task A_sub_document_is_written_together_and_outlives_its_deletion()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());
        var page = new Doc(new() { Guid = "page-1" });
        page.GetText("text").Insert(0, "one");

        await ann.EditAsync(doc => doc.GetMap("pages")["1"] = page).WaitAsync(Patience);
        await SubTextIsAsync(ben, "one");
        await ben.EditAsync(doc => PageOf(doc)!.GetText("text").Insert(3, " two")).WaitAsync(Patience);
        await SubTextIsAsync(ann, "one two");

        await ann.EditAsync(doc => doc.GetMap("pages").Delete("1")).WaitAsync(Patience);
        await ann.EditAsync(doc => doc.GetMap("pages")["1"] = new Doc(new() { Guid = "page-1" })).WaitAsync(Patience);
        await SubTextIsAsync(ann, "one two");
        await SubTextIsAsync(await pads.JoinAsync(), "one two");
    }

    [Fact]
    public async Task A_snapshot_comes_when_much_was_written_and_holds_everything()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());
        var page = new Doc(new() { Guid = "page-1" });
        page.GetText("text").Insert(0, "page");
        await ann.EditAsync(doc => doc.GetMap("pages")["1"] = page).WaitAsync(Patience);
        await using var changes = ben.ChangesAsync().GetAsyncEnumerator();
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(at => $"{at} "));

        await ann.AppendTextAsync(text).WaitAsync(Patience);

        while (!(await NextAsync(changes)).IsSnapshot)
        {
            // The text comes before the snapshot.
        }

        var late = await pads.JoinAsync();
        Assert.Equal(text, await late.TextAsync());
        await SubTextIsAsync(late, "page");
    }

    [Fact]
    public async Task Both_of_two_attest_a_snapshot()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());
        await ben.AppendTextAsync("Ben was here. ").WaitAsync(Patience);
        await TextIsAsync(ann, "Ben was here. ");
        await using var log = await pads.OpenChannelAsync();

        await ann.AppendTextAsync(new('a', 100_000)).WaitAsync(Patience);

        HashSet<AuthorId> attesting = [];
        while (attesting.Count < 2)
        {
            var attest = await log.UntilAsync<EntryRead>(one => one.Entry.Kind == EntryKind.Attest);
            attesting.Add(attest.Entry.Author);
        }

        Assert.Equal([ann.Channel.Author, ben.Channel.Author], attesting.ToHashSet());
    }

    [Fact]
    public async Task A_change_longer_than_an_entry_goes_out_in_a_snapshot_with_parts()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());
        var random = new Random(1);
        var text = string.Create(3 * 1024 * 1024, random, static (span, random) =>
        {
            foreach (ref var c in span)
                c = (char)random.Next('a', 'z');
        });

        await ann.AppendTextAsync(text).WaitAsync(Patience);

        await TextIsAsync(ben, text);
        Assert.Equal(text, await (await pads.JoinAsync()).TextAsync());
    }

    [Fact]
    public async Task What_a_newer_version_wrote_is_skipped_told_and_never_covered()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());
        await using var channel = await pads.OpenChannelAsync();
        await using var changes = ben.ChangesAsync().GetAsyncEnumerator();

        await channel.AppendAsync(EntryKind.Update, new byte[] { 9, 1 }).WaitAsync(Patience);
        await channel.AppendAsync(EntryKind.Update, new byte[] { 3, 1 }).WaitAsync(Patience);
        await channel.AppendAsync(EntryKind.Update, new byte[] { 1, 1, 1 }).WaitAsync(Patience);
        await ann.AppendTextAsync("on").WaitAsync(Patience);

        Assert.Equal(PadContentFault.NewerForm, (await NextAsync(changes)).Fault);
        Assert.Equal(PadContentFault.Malformed, (await NextAsync(changes)).Fault);
        Assert.Equal(PadContentFault.Malformed, (await NextAsync(changes)).Fault);
        Assert.Equal(PadContentFault.None, (await NextAsync(changes)).Fault);
        Assert.Equal("on", await ben.TextAsync());
    }

    [Fact]
    public async Task Those_present_see_one_another_come_and_leave()
    {
        await using var pads = await Pads.StartAsync();
        var (ann, ben) = (await pads.CreateAsync(), await pads.JoinAsync());
        await ben.AppendTextAsync("known").WaitAsync(Patience);
        await TextIsAsync(ann, "known");

        await ann.ShowAsync(new() { ["user"] = new AnyObject { ["name"] = "Ann" } });
        await PresentIsAsync(ben, ["Ann"]);
        await ben.ShowAsync(new() { ["user"] = new AnyObject { ["name"] = "Ben" } });
        await PresentIsAsync(ann, ["Ben"]);
        await using var changes = ann.ChangesAsync().GetAsyncEnumerator();
        await ben.AppendTextAsync("!").WaitAsync(Patience);
        Assert.Equal("Ben", (await NextAsync(changes)).Name);
        await ann.DisposeAsync();
        await PresentIsAsync(ben, []);
    }

    [Fact]
    public async Task A_reader_who_is_slow_is_told_how_much_it_missed()
    {
        var changes = new PadChanges();
        var reader = changes.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        for (var seq = 1; seq <= 3000; seq++)
            changes.Write(new(seq, default, "", false, null, false, PadContentFault.None));

        Assert.True(await reader.MoveNextAsync());

        Assert.Equal((1977, 1976), (reader.Current.Seq, reader.Current.MissedCount));
        await reader.DisposeAsync();
    }

    private static async Task<PadChange> NextAsync(IAsyncEnumerator<PadChange> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        return changes.Current;
    }

    private static Doc? PageOf(Doc doc) => doc.GetMap("pages")["1"].AsDoc;

    private static Task TextIsAsync(Pad pad, string text) =>
        BecomesAsync(pad, doc => doc.GetText("text").ToString(), text);

    private static Task SubTextIsAsync(Pad pad, string text) =>
        BecomesAsync(pad, doc => PageOf(doc)?.GetText("text").ToString(), text);

    private static async Task BecomesAsync(Pad pad, Func<Doc, string?> look, string wanted)
    {
        await using var changes = pad.ChangesAsync().GetAsyncEnumerator();
        while (await pad.ReadAsync(look) != wanted)
            await NextAsync(changes);
    }

    private static async Task PresentIsAsync(Pad pad, string[] names)
    {
        var changed = new SemaphoreSlim(0);
        pad.PresenceChanged += (_, _) => changed.Release();
        while (true)
        {
            var present = (await pad.PresentAsync()).Values
                .Select(state => state.AsObject?["user"].AsObject?["name"].AsString ?? "");
            if (present.SequenceEqual(names))
                return;
            Assert.True(await changed.WaitAsync(Patience));
        }
    }
}
