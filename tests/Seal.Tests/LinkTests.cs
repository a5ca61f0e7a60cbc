using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

public sealed class LinkTests
{
    [Fact]
    public void Every_link_reads_back() => Fuzz.Run(200, random =>
    {
        var kind = (CapabilityKind)random.Next(1, 4);
        var epoch = kind == CapabilityKind.Own ? 0 : random.NextInt64(1L << random.Next(1, 40));
        using var secret = new Secret(random.Bytes(32));
        var layer = (ChannelKind)random.Next(1, 3);
        var channel = ChannelId.Read(random.Bytes(32));
        var expiry = random.Next(2) == 0 ? 0 : random.NextInt64(1, 1L << random.Next(1, 53));
        using var made = new Link("https://pads.example", layer, kind, epoch, channel, secret, expiry);

        Assert.True(Link.TryParse($"  {made.ToText()}\n", out var read, out _));
        Assert.Equal(
            ("https://pads.example", layer, kind, epoch, channel, expiry),
            (read.Origin, read.Layer, read.Kind, read.Epoch, read.Channel, read.Expiry));
        Assert.True(read.Secret.Matches(secret));
        Assert.Equal(made.ToText(), read.ToText());
    });

    [Fact]
    public void No_damage_goes_unnoticed_and_none_throws() => Fuzz.Run(2000, random =>
    {
        using var secret = new Secret(random.Bytes(32));
        using var link = new Link(
            "https://pads.example:81",
            ChannelKind.Log,
            CapabilityKind.Edit,
            5,
            ChannelId.Read(random.Bytes(32)),
            secret,
            random.NextInt64(1L << 40));
        var text = link.ToText();
        var token = text.LastIndexOf('/') + 1;
        var at = random.Next(token, text.Length);
        var damaged = random.Next(3) switch
        {
            0 => text[..at],
            1 => text[..at] + (char)random.Next(33, 127) + text[at..],
            _ => text[..at] + (char)random.Next(33, 127) + text[(at + 1)..],
        };

        Assert.True(damaged == text || !Link.TryParse(damaged, out _, out var fault) && fault.Code != Code.None);
        _ = Link.TryParse(new string([.. random.Bytes(random.Next(60)).Select(one => (char)one)]), out _, out _);
    });

    [Fact]
    public void A_wrong_password_gives_a_wrong_secret_and_nothing_else()
    {
        using var random = new SeededBytes(7);
        using var secret = Secret.Draw(random);
        using var plain = new Link(
            "http://localhost:8080", ChannelKind.Pad, CapabilityKind.View, 0, ChannelId.Read(random.Next(32)), secret);
        using var locked = plain.Lock("open sesame", random);
        Assert.True(Link.TryParse(locked.ToText(), out var read, out _));

        Assert.True(read.NeedsPassword);
        Assert.Throws<InvalidOperationException>(() => read.Secret);
        using var right = read.Unlock("open sesame");
        using var wrong = read.Unlock("open sesame!");
        Assert.True(right.Secret.Matches(secret));
        Assert.False(wrong.Secret.Matches(secret));
        Assert.Throws<InvalidOperationException>(() => right.Unlock("again"));
    }

    [Fact]
    public void A_wrong_character_is_pointed_at()
    {
        const string Text = " https://pads.example/#/pad/edit/AQAC!AAA";

        Assert.False(Link.TryParse(Text, out _, out var fault));
        Assert.Equal(new LinkFault(LinkPart.Token, Text.Trim().IndexOf('!')), fault);
        Assert.Equal(Code.LinkDamaged, fault.Code);
    }

    [Fact]
    public void An_owner_link_has_no_epoch() => Assert.Throws<ArgumentException>(() => new Link(
        "https://pads.example", ChannelKind.Pad, CapabilityKind.Own, 1, default, new Secret(new byte[32])));
}
