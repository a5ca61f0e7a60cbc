using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

public sealed class ViewPropertyTests
{
    [Fact]
    public void Who_joins_late_sees_the_same_heads_and_every_live_entry() => Fuzz.Run(150, random =>
    {
        var log = ViewAttackTests.Conversation(random);
        using var full = log.View(CapabilityKind.Own);
        using var late = log.View(CapabilityKind.Own);
        using var newest = log.View(CapabilityKind.View, log.Epoch);
        full.ReadAll(log.Entries);
        var live = log.Live().ToList();

        foreach (var view in new[] { late, newest })
        {
            var events = view.ReadAll(live);
            Assert.False(view.IsBroken, "an honest log");
            Assert.False(view.IsWaiting);
            Assert.Empty(events.Skips());
            Assert.Equal(full.HeadsHash(), view.HeadsHash());
            Assert.Equal(
                live.Select(one => TestLog.Header(one.Bytes)).Count(one => one.Kind != EntryKind.Part),
                events.OfType<OpenedEntry>().Count());
        }
    });

    [Fact]
    public void Where_a_reader_starts_and_stops_does_not_matter() => Fuzz.Run(60, random =>
    {
        var log = ViewAttackTests.Conversation(random);
        using var full = log.View(CapabilityKind.Own);
        var expected = full.ReadAll(log.Entries).OfType<OpenedEntry>().Select(one => one.Id).ToList();
        using var view = log.View(CapabilityKind.Own);
        var got = new List<EntryId>();
        while (view.Seq < log.Entries.Count)
        {
            var events = view.Accept(view.Seq + 1, log.Entries[(int)view.Seq]);
            got.AddRange(events.OfType<OpenedEntry>().Select(one => one.Id));
            if (random.Next(3) == 0)
                view.CaughtUp(view.Seq);
            if (random.Next(3) == 0)
                view.Rejoin(view.Seq);
        }

        Assert.Equal(expected, got);
        Assert.Equal(full.HeadsHash(), view.HeadsHash());
    });

    [Fact]
    public void A_view_that_is_put_away_goes_on_as_if_it_had_not_been() => Fuzz.Run(60, random =>
    {
        var log = ViewAttackTests.Conversation(random);
        using var full = log.View(CapabilityKind.Own);
        var expected = full.ReadAll(log.Entries).OfType<OpenedEntry>().Select(one => one.Id).ToList();
        var view = log.View(CapabilityKind.Own);
        var got = new List<EntryId>();
        while (view.Seq < log.Entries.Count)
        {
            var events = view.Accept(view.Seq + 1, log.Entries[(int)view.Seq]);
            got.AddRange(events.OfType<OpenedEntry>().Select(one => one.Id));
            if (random.Next(3) != 0 || !ViewCheckpoint.TryMake(view, out var bytes))
                continue;
            view.Dispose();
            view = ViewCheckpoint.Restore(
                bytes, log.Descriptor, new Keyring(CapabilityKind.Own, 0, log.OwnerSecret), null)!;
        }

        Assert.Equal(expected, got);
        Assert.Equal(full.HeadsHash(), view.HeadsHash());
        Assert.True(ViewCheckpoint.TryMake(view, out var last) || view.IsWaiting);
        if (last is not null)
        {
            _ = ViewCheckpoint.Restore(
                random.Damage(last), log.Descriptor, new Keyring(CapabilityKind.Own, 0, log.OwnerSecret), null);
        }
    });
}
