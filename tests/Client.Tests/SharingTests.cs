using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client.Tests;

/// <summary>Links with a password and an end.</summary>
public sealed class SharingTests
{
    [Fact]
    public async Task A_shared_link_says_what_it_is_and_opens_with_its_password()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        await owner.SayAsync("hello");
        var expires = DateTimeOffset.UtcNow.AddDays(7);

        using var link = Parse(await owner.ShareAsync(CapabilityKind.Edit, "open sesame", expires));

        Assert.True(link.NeedsPassword);
        Assert.Equal(expires.ToUnixTimeSeconds(), link.Expiry);
        await using var client = new TacitClient(server.Url);
        await using var guest = await client.OpenAsync(link, new ChannelOptions { Password = "open sesame" });
        await guest.SayAsync("from a guest");
        Assert.Equal(["hello", "from a guest"], await owner.HearAsync(2));
    }

    [Fact]
    public async Task Nobody_hands_out_more_than_they_hold_nor_for_longer()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        var expires = DateTimeOffset.UtcNow.AddHours(1);
        using var link = Parse(await owner.ShareAsync(CapabilityKind.Edit, expires: expires));
        var guest = await clients.OpenAsync(link);
        await guest.SayAsync("here");

        using var same = Parse(await guest.ShareAsync(CapabilityKind.View));
        using var later = Parse(await guest.ShareAsync(CapabilityKind.View, expires: expires.AddDays(1)));
        using var sooner = Parse(await guest.ShareAsync(CapabilityKind.View, expires: expires.AddMinutes(-1)));

        Assert.Equal(link.Expiry, same.Expiry);
        Assert.Equal(link.Expiry, later.Expiry);
        Assert.Equal(link.Expiry - 60, sooner.Expiry);
        await Assert.ThrowsAsync<ArgumentException>(() => guest.ShareAsync(CapabilityKind.Own));
        var over = await Assert.ThrowsAsync<TacitException>(
            () => owner.ShareAsync(CapabilityKind.View, expires: DateTimeOffset.UtcNow.AddSeconds(-1)));
        Assert.Equal(Code.LinkExpired, over.Code);
    }

    [Theory]
    [InlineData(CapabilityKind.Edit)]
    [InlineData(CapabilityKind.View)]
    public async Task At_its_end_a_link_lets_go(CapabilityKind kind)
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        var expires = DateTimeOffset.UtcNow.AddHours(1);
        using var link = Parse(await owner.ShareAsync(kind, expires: expires));
        var time = new AheadTime();
        await using var client = new TacitClient(server.Url, new ClientOptions { Time = time });
        await using var guest = await client.OpenAsync(link);
        await guest.ReachAsync(ChannelState.Saved);

        time.Ahead = TimeSpan.FromHours(2);

        Assert.Equal(Code.LinkExpired, (await guest.ReachAsync(ChannelState.Refused)).Code);
        await using var again = await client.OpenAsync(link);
        Assert.Equal(Code.LinkExpired, (await again.ReachAsync(ChannelState.Refused)).Code);
    }

    [Fact]
    public async Task A_device_whose_clock_is_late_is_refused_by_the_server_and_goes_on_by_another_link()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        var soon = DateTimeOffset.UtcNow.AddSeconds(3);
        using var link = Parse(await owner.ShareAsync(CapabilityKind.Edit, expires: soon));
        var options = new ClientOptions
        {
            Time = new AheadTime { Ahead = TimeSpan.FromHours(-1) },
            Folder = server.DeviceFolder("late"),
        };
        AuthorId author;
        await using (var client = new TacitClient(server.Url, options))
        {
            await using var guest = await client.OpenAsync(link);
            author = guest.Author;
            var refusal = await Assert.ThrowsAsync<TacitException>(async () =>
            {
                while (true)
                    await guest.SayAsync("still here");
            });
            Assert.Equal(Code.LinkExpired, refusal.Code);
        }

        using var lasting = await owner.LinkAsync(CapabilityKind.Edit);
        await using var again = new TacitClient(server.Url, options);
        await using var channel = await again.OpenAsync(lasting!);
        await channel.SayAsync("back");
        Assert.Equal(author, channel.Author);
    }

    private static Link Parse(string text) =>
        Link.TryParse(text, out var link, out var fault) ? link : throw new InvalidOperationException($"{fault}");

    /// <summary>The system's clock, set ahead by as much as the test says.</summary>
    private sealed class AheadTime : TimeProvider
    {
        private long _aheadTicks;

        public TimeSpan Ahead
        {
            get => new(Volatile.Read(ref _aheadTicks));
            set => Volatile.Write(ref _aheadTicks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
