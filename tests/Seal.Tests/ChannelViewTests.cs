using Tacit.Wire;

namespace Tacit.Seal.Tests;

/// <summary>Honest logs: every reader comes to the same view.</summary>
public sealed class ChannelViewTests
{
    [Fact]
    public void What_was_written_is_read_in_order()
    {
        var log = new TestLog();
        var (one, two) = (log.Join(), log.Join());
        one.Write("a");
        two.Write("b");
        one.Write("c");
        using var view = log.View();

        var events = view.ReadAll(log.Entries);

        Assert.Equal(["a", "b", "c"], events.Texts());
        Assert.All(events, one => Assert.IsType<OpenedEntry>(one));
        Assert.Equal((5, 0), (view.Seq, view.Epoch));
        Assert.Equal(3, view.AuthorOf(one.Id)!.Counter);
        Assert.Equal(one.Sealer.Head, view.AuthorOf(one.Id)!.Head);
        Assert.False(view.IsWaiting);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_snapshot_stands_for_what_it_covers(int parts)
    {
        var log = new TestLog();
        var (one, two) = (log.Join(), log.Join());
        for (var at = 0; at < 5; at++)
            one.Write($"old {at}");
        using var writer = log.View();
        writer.ReadAll(log.Entries);
        one.Write("meanwhile");
        two.Snapshot(writer, "all that is old", parts);
        one.Write("new");
        using var full = log.View();
        using var late = log.View();
        full.ReadAll(log.Entries);

        var events = late.ReadAll(log.Live());

        Assert.True(log.Live().Count() < log.Entries.Count);
        Assert.Equal(["all that is old", "meanwhile", "new"], events.Texts());
        Assert.Equal(full.HeadsHash(), late.HeadsHash());
        Assert.Equal(full.Clock.Components, late.Clock.Components);
        Assert.False(late.IsBroken);
    }

    [Fact]
    public void An_author_covers_itself_and_its_parts_come_first()
    {
        var log = new TestLog();
        var one = log.Join();
        for (var at = 0; at < 5; at++)
            one.Write($"old {at}");
        using var writer = log.View();
        writer.ReadAll(log.Entries);
        one.Snapshot(writer, "the whole document", 2);
        one.Append(EntryKind.Grant, one.GrantFields(Role.Writer, GrantedBy.WriteKey), "renewed"u8);
        one.Write("new");
        using var late = log.View();

        var events = late.ReadAll(log.Live());

        Assert.Equal(["the whole document", "new"], events.Texts());
        Assert.Equal(one.Sealer.Head, late.AuthorOf(one.Id)!.Head);
        Assert.False(late.IsBroken || late.IsWaiting);
    }

    [Fact]
    public void A_new_epoch_reaches_all_who_stay_and_a_new_link_reads_the_past()
    {
        var log = new TestLog();
        var admin = log.Join(Role.Admin);
        var stays = log.Join();
        var leaves = log.Join();
        leaves.Write("before");
        log.Rotate(admin, leaves);
        stays.Write("after");
        log.Rotate(admin);
        stays.Write("later");
        using var owner = log.View(CapabilityKind.Own);
        using var writer = log.View(CapabilityKind.Edit, 0, stays.Key);
        using var newReader = log.View(CapabilityKind.View, 2);
        using var removed = log.View(CapabilityKind.Edit, 0, leaves.Key);
        using var oldReader = log.View();

        foreach (var view in new[] { owner, writer, newReader })
        {
            Assert.Equal(["before", "after", "later"], view.ReadAll(log.Entries).Texts());
            Assert.Equal(2, view.Epoch);
            Assert.NotNull(view.Keyring.KeysOf(0));
        }

        foreach (var view in new[] { removed, oldReader })
        {
            var events = view.ReadAll(log.Entries);
            Assert.Equal(["before"], events.Texts());
            Assert.Contains(SkipReason.NoKey, events.Skips());
            Assert.Null(view.Keyring.KeysOf(1));
            Assert.False(view.IsBroken);
        }

        Assert.NotNull(writer.Keyring.WriteSecretOf(2));
        Assert.Null(newReader.Keyring.WriteSecretOf(2));
        Assert.Equal(owner.HeadsHash(), oldReader.HeadsHash());
    }

    [Fact]
    public void Epochs_and_renewals_survive_the_snapshots_around_them()
    {
        var log = new TestLog();
        var admin = log.Join(Role.Admin);
        var other = log.Join();
        other.Write("one");
        log.Rotate(admin);
        other.Write("two");
        admin.Write("three");
        using var writer = log.View(CapabilityKind.Own);
        writer.ReadAll(log.Entries);
        other.Snapshot(writer, "one two three");
        admin.Write("four");
        using var late = log.View(CapabilityKind.View, 1);

        var events = late.ReadAll(log.Live());

        Assert.Equal(["one two three", "four"], events.Texts());
        Assert.False(late.IsBroken || late.IsWaiting);
        Assert.Equal(1, late.Epoch);
    }

    [Fact]
    public void Entries_given_back_after_a_restore_add_nothing()
    {
        var log = new TestLog();
        var one = log.Join();
        var given = one.Write("a");
        using var view = log.View();
        view.ReadAll(log.Entries);
        view.Rejoin(0);

        Assert.Empty(view.Accept(1, given));
        Assert.Empty(view.CaughtUp(1));
        Assert.False(view.IsBroken);
        Assert.Equal(["b"], view.Accept(2, one.Write("b")).Texts());
    }

    [Fact]
    public void Resuming_in_the_middle_neither_loses_nor_repeats()
    {
        var log = new TestLog();
        var one = log.Join();
        for (var at = 0; at < 6; at++)
            one.Write($"{at}");
        using var view = log.View();
        var texts = new List<string>();
        foreach (var (index, entry) in log.Entries.Index())
        {
            texts.AddRange(view.Accept(index + 1, entry).Texts());
            view.Rejoin(view.Seq);
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5"], texts);
    }

    [Fact]
    public void The_overhead_of_an_entry_is_at_most_125_bytes()
    {
        var log = new TestLog();
        var sealer = new EntrySealer(log.Descriptor.Id, new(log.Random.Next(32)), log.Random, 2_097_150);
        using var keys = new EpochKeys(127, log.ReadSecret(0));

        foreach (var length in new[] { 63, 127, 255, 511 })
        {
            var entry = new EntrySealer(log.Descriptor.Id, new(log.Random.Next(32)), log.Random, 2_097_150)
                .Seal(keys, EntryKind.Update, [], new byte[length]);
            Assert.InRange(entry.Bytes.Length - length - 1, 0, 125);
        }

        Assert.Equal(EntryHeader.EntrySizeMax - 125 - 1, sealer.ContentSizeMax(EntryKind.Update, 127));
        var largest = sealer.Seal(keys, EntryKind.Update, [], new byte[sealer.ContentSizeMax(EntryKind.Update, 127)]);
        Assert.Equal(EntryHeader.EntrySizeMax, largest.Bytes.Length);
        Assert.Throws<ArgumentException>(() =>
            sealer.Seal(keys, EntryKind.Update, [], new byte[sealer.ContentSizeMax(EntryKind.Update, 127) + 1]));
    }
}
