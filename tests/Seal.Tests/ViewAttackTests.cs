using Tacit.Capability;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

/// <summary>Servers that leave out, repeat, reorder and change; authors who lie.</summary>
public sealed class ViewAttackTests
{
    [Fact]
    public void Leaving_out_one_entry_breaks_the_chain_once_caught_up() => Fuzz.Run(40, random =>
    {
        var log = Conversation(random, hasSnapshots: false);
        var left = random.Next(log.Entries.Count - 1);
        var author = TestLog.Header(log.Entries[left]).Author;
        var hasSuccessor = log.Entries.Skip(left + 1).Any(one => TestLog.Header(one).Author == author);
        var sent = log.Entries.Index().Where(one => one.Index != left).Select(one => (one.Index + 1L, one.Item));
        using var view = log.View(CapabilityKind.Own);

        var events = view.ReadAll(sent);

        Assert.Equal(hasSuccessor, view.IsBroken);
        Assert.Equal(hasSuccessor, events.OfType<ChainBroken>().Any());
        using var honest = log.View(CapabilityKind.Own);
        honest.ReadAll(log.Entries);
        Assert.NotEqual(honest.HeadsHash(), view.HeadsHash());
    });

    [Fact]
    public void Two_entries_of_one_author_cannot_change_places() => Fuzz.Run(40, random =>
    {
        var log = Conversation(random, hasSnapshots: false);
        var at = random.Next(log.Entries.Count - 1);
        var author = TestLog.Header(log.Entries[at]).Author;
        var next = log.Entries.FindIndex(at + 1, one => TestLog.Header(one).Author == author);
        if (next < 0)
            return;
        var swapped = log.Entries.ToList();
        (swapped[at], swapped[next]) = (swapped[next], swapped[at]);
        using var view = log.View(CapabilityKind.Own);

        view.ReadAll(swapped);

        Assert.True(view.IsBroken);
    });

    [Fact]
    public void A_changed_entry_is_never_taken_for_what_was_written() => Fuzz.Run(60, random =>
    {
        var log = Conversation(random, hasSnapshots: false);
        var at = random.Next(log.Entries.Count);
        var sent = log.Entries.ToList();
        sent[at] = random.Damage(sent[at]);
        using var honest = log.View(CapabilityKind.Own);
        using var view = log.View(CapabilityKind.Own);
        var written = honest.ReadAll(log.Entries).OfType<OpenedEntry>().Select(one => one.Id).ToHashSet();

        var events = view.ReadAll(sent);

        Assert.All(events.OfType<OpenedEntry>(), one => Assert.Contains(one.Id, written));
        Assert.True(view.IsBroken || events.Skips().Any());
    });

    [Fact]
    public void Random_bytes_never_throw() => Fuzz.Run(60, random =>
    {
        var log = Conversation(random);
        using var view = log.View(CapabilityKind.Own);
        var seq = 0L;
        for (var step = 0; step < 60; step++)
        {
            var entry = log.Entries[random.Next(log.Entries.Count)];
            view.Accept(seq += random.Next(0, 3), random.Next(4) == 0 ? random.Damage(entry) : entry);
            if (random.Next(20) == 0)
                view.CaughtUp(seq);
            if (random.Next(20) == 0)
                view.Rejoin(seq);
            view.TryOpenEphemeral(random.Damage(entry), out _);
        }
    });

    [Fact]
    public void A_gap_after_catching_up_is_a_fault_at_once()
    {
        var log = new TestLog();
        var one = log.Join();
        using var view = log.View();
        view.ReadAll(log.Entries);
        one.Write("left out");

        Assert.IsType<ChainBroken>(Assert.Single(view.Accept(3, one.Write("sent"))));
        Assert.Empty(view.Accept(4, one.Write("more")));
    }

    [Fact]
    public void An_entry_again_under_another_seq_adds_nothing_and_another_under_its_counter_breaks()
    {
        var log = new TestLog();
        var one = log.Join();
        var entry = one.Write("a");
        using var view = log.View();
        view.ReadAll(log.Entries);

        Assert.Empty(view.Accept(3, entry));
        Assert.False(view.IsBroken);
        var other = new EntrySealer(log.Descriptor.Id, one.Key, log.Random, 1);
        view.Accept(4, other.Seal(log.Keys(0), EntryKind.Update, [], "b"u8).Bytes);
        Assert.True(view.IsBroken);
    }

    [Fact]
    public void A_stranger_is_skipped_with_all_it_writes()
    {
        var log = new TestLog();
        var foreign = new TestLog(2);
        var stranger = new TestAuthor(log);
        var otherGrant = foreign.Join().GrantFields(Role.Writer, GrantedBy.WriteKey);
        stranger.Append(EntryKind.Grant, otherGrant, []);
        stranger.Write("let me in");
        using var view = log.View();

        Assert.Equal([SkipReason.NotGranted, SkipReason.NotGranted], view.ReadAll(log.Entries).Skips());
        Assert.Equal(2, view.AuthorOf(stranger.Id)!.Counter);
    }

    [Fact]
    public void Only_the_owner_grants_where_the_policy_says_so()
    {
        var log = new TestLog(1, AppendPolicy.Granted);
        var self = log.Join();
        self.Write("self-made");
        var granted = log.Join(Role.Admin);
        granted.Write("granted");
        using var view = log.View();

        var events = view.ReadAll(log.Entries);

        Assert.Equal(["granted"], events.Texts());
        Assert.Equal([SkipReason.NotGranted, SkipReason.NotGranted], events.Skips());
    }

    [Fact]
    public void Who_was_removed_is_ignored_above_its_cut_and_makes_no_new_author()
    {
        var log = new TestLog();
        var admin = log.Join(Role.Admin);
        var removed = log.Join();
        removed.Write("counts");
        log.Rotate(admin, removed);
        removed.Write("does not count");
        var accomplice = new TestAuthor(log);
        accomplice.Append(
            EntryKind.Grant, accomplice.GrantFields(Role.Writer, GrantedBy.WriteKey, epoch: 0), []);
        accomplice.Write("neither");
        using var view = log.View(CapabilityKind.Own);

        var events = view.ReadAll(log.Entries);

        Assert.Equal(["counts"], events.Texts());
        Assert.Equal([SkipReason.Removed, SkipReason.NotGranted, SkipReason.NotGranted], events.Skips());
    }

    [Fact]
    public void Writers_open_no_epochs()
    {
        var log = new TestLog();
        var writer = log.Join();
        log.Rotate(writer);
        using var view = log.View(CapabilityKind.Own);

        Assert.Equal([SkipReason.NotAnEpoch], view.ReadAll(log.Entries).Skips());
        Assert.Equal(0, view.Epoch);
    }

    [Fact]
    public void A_snapshot_that_lies_about_a_head_or_lacks_a_part_is_not_there()
    {
        var log = new TestLog();
        var (one, two) = (log.Join(), log.Join());
        one.Write("a");
        two.Snapshot([(one.Id, 2, EntryId.Read(log.Random.Next(32)))], "a lie");
        using var view = log.View();
        var events = view.ReadAll(log.Entries);
        Assert.Equal(["a"], events.Texts());
        Assert.Equal([SkipReason.NotASnapshot], events.Skips());

        var fields = new WireWriter();
        new SnapshotFields(1, VectorClock.From([(one.Id, 2)])).Write(fields);
        var content = new WireWriter();
        new SnapshotContent([(one.Id, 2, one.Sealer.Head)], "rest"u8.ToArray()).Write(content);
        var skips = view.Accept(5, two.Append(EntryKind.Snapshot, fields.ToArray(), content.Written)).Skips();
        Assert.Equal([SkipReason.NotASnapshot], skips);
    }

    [Fact]
    public void A_descriptor_of_another_channel_does_not_fit_the_secret()
    {
        var (log, other) = (new TestLog(1), new TestLog(2));
        foreach (var (kind, secret) in new[]
        {
            (CapabilityKind.Own, log.OwnerSecret),
            (CapabilityKind.Edit, log.WriteSecrets[0]),
            (CapabilityKind.View, log.ReadSecret(0)),
        })
        {
            using var keyring = new Keyring(kind, 0, secret);
            Assert.True(keyring.Fits(log.Descriptor));
            Assert.False(keyring.Fits(other.Descriptor));
        }
    }

    /// <summary>Two to four authors write, renew, snapshot and rotate at random.</summary>
    internal static TestLog Conversation(Random random, bool hasSnapshots = true)
    {
        var log = new TestLog(random.Next());
        List<TestAuthor> authors = [log.Join(Role.Admin)];
        authors.AddRange(Enumerable.Range(0, random.Next(1, 4)).Select(_ => log.Join()));
        using var view = log.View(CapabilityKind.Own);
        for (var step = random.Next(10, 25); step > 0; step--)
        {
            var author = authors[random.Next(authors.Count)];
            switch (random.Next(hasSnapshots ? 0 : 1, 10))
            {
                case 0:
                    while (view.Seq < log.Entries.Count)
                        view.Accept(view.Seq + 1, log.Entries[(int)view.Seq]);
                    author.Snapshot(view, "so far", random.Next(3));
                    break;
                case 1:
                    authors[0].Append(EntryKind.Grant, authors[0].GrantFields(Role.Admin, GrantedBy.OwnerKey), []);
                    break;
                case 2:
                    log.Rotate(authors[0]);
                    break;
                default:
                    author.Write($"step {step}");
                    break;
            }
        }

        return log;
    }
}
