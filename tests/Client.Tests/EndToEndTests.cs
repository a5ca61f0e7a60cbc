using Tacit.Capability;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client.Tests;

/// <summary>Clients and a real server.</summary>
public sealed class EndToEndTests
{
    [Fact]
    public async Task What_one_writes_another_reads()
    {
        await using var server = await LiveServer.StartAsync();
        await using var writing = new TacitClient(server.Url);
        await using var reading = new TacitClient(server.Url);
        await using var written = await writing.CreateAsync(ChannelKind.Log);
        using var view = await written.LinkAsync(CapabilityKind.View);
        await using var read = await reading.OpenAsync(view!);

        Assert.Equal(2, await written.SayAsync("before"));
        Assert.Equal(["before"], await read.HearAsync(1));
        Assert.Equal(3, await written.SayAsync("while reading"));
        Assert.Equal(["while reading"], await read.HearAsync(1));
        Assert.Equal(["before", "while reading"], await written.HearAsync(2));
        Assert.Equal(ChannelState.Saved, (await written.ReachAsync(ChannelState.Saved)).State);
    }

    [Fact]
    public async Task A_view_link_only_reads()
    {
        await using var server = await LiveServer.StartAsync();
        await using var client = new TacitClient(server.Url);
        await using var own = await client.CreateAsync(ChannelKind.Log);
        using var view = await own.LinkAsync(CapabilityKind.View);
        await using var other = new TacitClient(server.Url);
        await using var reader = await other.OpenAsync(view!);

        var refusal = await Assert.ThrowsAsync<TacitException>(() => reader.SayAsync("no"));

        Assert.Equal(Code.ReadOnly, refusal.Code);
        Assert.Null(await reader.LinkAsync(CapabilityKind.Edit));
        Assert.NotNull(await own.LinkAsync(CapabilityKind.Edit));
    }

    [Fact]
    public async Task A_link_of_no_channel_is_refused_and_says_so()
    {
        await using var server = await LiveServer.StartAsync();
        await using var client = new TacitClient(server.Url);
        using var secrets = System.Security.Cryptography.RandomNumberGenerator.Create();
        using var drawn = NewChannel.Draw(ChannelKind.Log, server.Url, secrets);
        await using var channel = await client.OpenAsync(drawn.View);

        var status = await channel.ReachAsync(ChannelState.Refused);

        Assert.Equal(Code.ChannelUnknown, status.Code);
        Assert.Equal(Code.ChannelUnknown, (await Assert.ThrowsAsync<TacitException>(() => channel.HearAsync(1))).Code);
    }

    [Fact]
    public async Task A_password_is_asked_for_and_a_wrong_one_is_named()
    {
        await using var server = await LiveServer.StartAsync();
        await using var client = new TacitClient(server.Url);
        await using var own = await client.CreateAsync(ChannelKind.Log);
        await own.SayAsync("hidden");
        using var secrets = System.Security.Cryptography.RandomNumberGenerator.Create();
        foreach (var kind in new[] { CapabilityKind.Own, CapabilityKind.Edit, CapabilityKind.View })
        {
            using var plain = await own.LinkAsync(kind);
            using var locked = plain!.Lock("sesame", secrets);
            await using var other = new TacitClient(server.Url);

            var needed = await Assert.ThrowsAsync<TacitException>(() => other.OpenAsync(locked));
            Assert.Equal(Code.PasswordNeeded, needed.Code);
            await using (var wrong = await other.OpenAsync(locked, new() { Password = "guess" }))
                Assert.Equal(Code.PasswordWrong, (await wrong.ReachAsync(ChannelState.Refused)).Code);
            await using var right = await other.OpenAsync(locked, new() { Password = "sesame" });
            Assert.Equal(["hidden"], await right.HearAsync(1));
        }
    }

    [Fact]
    public async Task Messages_reach_those_present()
    {
        await using var server = await LiveServer.StartAsync();
        await using var first = new TacitClient(server.Url);
        await using var second = new TacitClient(server.Url);
        await using var one = await first.CreateAsync(ChannelKind.Pad);
        await one.SayAsync("here");
        using var link = await one.LinkAsync(CapabilityKind.View);
        await using var two = await second.OpenAsync(link!);
        await two.UntilAsync<BecameLive>();

        await one.SendEphemeralAsync(EphemeralType.Awareness, "cursor"u8.ToArray());

        var heard = await two.UntilAsync<EphemeralHeard>();
        Assert.Equal((one.Author, EphemeralType.Awareness), (heard.Message.Author, heard.Message.Type));
        Assert.Equal("cursor"u8.ToArray(), heard.Message.Payload.ToArray());
    }

    [Fact]
    public async Task A_snapshot_of_any_length_stands_for_what_was_read()
    {
        await using var server = await LiveServer.StartAsync();
        await using var client = new TacitClient(server.Url);
        await using var pad = await client.CreateAsync(ChannelKind.Pad);
        for (var at = 0; at < 5; at++)
            await pad.AppendAsync(EntryKind.Update, new[] { (byte)at });
        await pad.UntilAsync<EntryRead>(one => one.Entry.Counter == 6);
        var document = new byte[2_500_000];
        new Random(1).NextBytes(document);

        var point = await pad.MarkAsync();
        await pad.SnapshotAsync(point!, document);

        using var link = await pad.LinkAsync(CapabilityKind.Edit);
        await using var other = new TacitClient(server.Url);
        await using var late = await other.OpenAsync(link!);
        var read = new List<ChannelEvent>();
        await late.UntilAsync<BecameLive>(read);

        var entries = read.OfType<EntryRead>().Select(one => one.Entry).ToList();
        Assert.Equal([EntryKind.Grant, EntryKind.Snapshot], entries.Select(one => one.Kind));
        Assert.Equal(document, entries[1].Content.ToArray());
        await late.AttestAsync(entries[1].Id);
    }
}
