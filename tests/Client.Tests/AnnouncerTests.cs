using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Client.Tests;

/// <summary>Views are compared at one seq of one log, and nowhere else.</summary>
public sealed class AnnouncerTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Incarnation Log = new(7);

    private readonly Announcer _announcer = new();
    private readonly List<byte[]> _entries = [];
    private readonly Func<ChannelView> _makeView;

    public AnnouncerTests()
    {
        var random = new SeededBytes(5);
        var drawn = NewChannel.Draw(Capability.ChannelKind.Log, "http://localhost", random);
        var author = new SigningKey(random.Next(32));
        var sealer = new EntrySealer(drawn.Descriptor.Id, author, random);
        using var keys = EpochKeys.Of(0, drawn.View.Secret);
        var grant = new WireWriter();
        Capability.Grants.Issue(
            KeyTree.Signer(drawn.Own.Secret), drawn.Descriptor.Id, author.PublicKey.Span, Role.Admin, 0, 0,
            GrantedBy.OwnerKey).Write(grant);
        _entries.Add(sealer.Seal(keys, EntryKind.Grant, grant.Written, []).Bytes.ToArray());
        for (var at = 0; at < 4; at++)
            _entries.Add(sealer.Seal(keys, EntryKind.Message, [], [1]).Bytes.ToArray());
        _makeView = () =>
        {
            var keyring = new Keyring(CapabilityKind.View, 0, drawn.View.Secret);
            Assert.True(keyring.Fits(drawn.Descriptor));
            return new(drawn.Descriptor, keyring, null);
        };
    }

    [Fact]
    public void Views_at_one_seq_agree_or_the_history_is_forked()
    {
        using var view = View(3);
        var payload = _announcer.Announce(Log, view, Start);

        Assert.True(_announcer.Agrees(payload, Log, view));
        payload[^1] ^= 1;
        Assert.False(_announcer.Agrees(payload, Log, view));
        Assert.True(_announcer.Agrees(payload, new(8), view), "another log");
        Assert.True(_announcer.Agrees(payload.AsSpan(0, 20), Log, view), "no view");
    }

    [Fact]
    public void Who_is_behind_compares_on_arriving_and_who_is_ahead_does_not()
    {
        using var ahead = View(4);
        using var behind = View(2);
        var payload = _announcer.Announce(Log, ahead, Start);
        payload[^1] ^= 1;

        Assert.True(_announcer.Agrees(payload, Log, behind));
        Accept(behind, 3);
        Assert.True(_announcer.AgreesOnArrival(Log, behind));
        Accept(behind, 4);
        Assert.False(_announcer.AgreesOnArrival(Log, behind));

        var old = new Announcer().Announce(Log, View(1), Start);
        old[^1] ^= 1;
        Assert.True(_announcer.Agrees(old, Log, ahead));
    }

    [Fact]
    public void A_view_is_announced_after_a_quiet_second_and_then_only_to_company()
    {
        using var view = View(2);
        _announcer.Changed(Start);
        Assert.False(_announcer.IsDue(Start + TimeSpan.FromMilliseconds(999)));
        Assert.True(_announcer.IsDue(Start + Announcer.QuietWait));
        _announcer.Announce(Log, view, Start + Announcer.QuietWait);

        var later = Start + Announcer.QuietWait + Announcer.Interval;
        Assert.False(_announcer.IsDue(later), "nobody is there");
        _announcer.Heard(later);
        Assert.True(_announcer.IsDue(later));
    }

    private ChannelView View(int count)
    {
        var view = _makeView();
        for (var seq = 1; seq <= count; seq++)
            Accept(view, seq);
        view.CaughtUp(count);
        return view;
    }

    private void Accept(ChannelView view, int seq) => view.Accept(seq, _entries[seq - 1]);
}
