using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client.Tests;

/// <summary>New epochs, removed devices, copied devices.</summary>
public sealed class MembershipTests
{
    [Fact]
    public async Task Who_is_removed_is_out_and_the_others_go_on()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        var stays = await clients.OpenAsync(owner, CapabilityKind.Edit);
        var leaves = await clients.OpenAsync(owner, CapabilityKind.Edit);
        var oldReader = await clients.OpenAsync(owner, CapabilityKind.View);
        await stays.SayAsync("stays");
        await leaves.SayAsync("leaves");
        await oldReader.HearAsync(2);
        await owner.HearAsync(2);

        await owner.RotateAsync([leaves.Author]);

        Assert.Equal(Code.AuthorRemoved, (await leaves.ReachAsync(ChannelState.Refused)).Code);
        Assert.Equal(Code.EpochStale, (await oldReader.ReachAsync(ChannelState.Refused)).Code);
        var refusal = await Assert.ThrowsAsync<TacitException>(() => leaves.SayAsync("still here"));
        Assert.Equal(Code.AuthorRemoved, refusal.Code);
        await stays.SayAsync("after");
        await owner.SayAsync("too");
        var newReader = await clients.OpenAsync(owner, CapabilityKind.View);
        Assert.Equal(["stays", "leaves", "after", "too"], await newReader.HearAsync(4));
        using var link = await stays.LinkAsync(CapabilityKind.Edit);
        Assert.Equal(1, link!.Epoch);
        var newWriter = await clients.OpenAsync(link);
        await newWriter.SayAsync("new here");
        Assert.Equal(["after", "too", "new here"], await owner.HearAsync(3));
    }

    [Fact]
    public async Task What_was_written_offline_in_an_old_epoch_is_sealed_anew()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        var lines = new Lines();
        var offline = await clients.OpenAsync(owner, CapabilityKind.Edit, lines);
        await offline.SayAsync("hello");
        await owner.HearAsync(1);
        lines.IsDown = true;
        await offline.ReachAsync(ChannelState.Offline);
        var receipts = new List<Receipt>();
        for (var at = 0; at < 5; at++)
            receipts.Add(await offline.EnqueueAsync(EntryKind.Message, new[] { (byte)('a' + at) }));
        await owner.RotateAsync([]);
        await owner.RotateAsync([]);

        lines.IsDown = false;

        var seqs = await Task.WhenAll(receipts.Select(one => one.Seq)).WaitAsync(ChannelReading.Patience);
        Assert.Equal(seqs.Order(), seqs);
        Assert.Equal(["a", "b", "c", "d", "e"], await owner.HearAsync(5));
        Assert.Equal(["hello", "a", "b", "c", "d", "e"], await offline.HearAsync(6));
    }

    [Fact]
    public async Task A_copied_device_takes_an_identity_of_its_own()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        using var link = await owner.LinkAsync(CapabilityKind.Edit);
        var (first, copy) = (server.DeviceFolder("first"), server.DeviceFolder("copy"));
        await using (var client = new TacitClient(server.Url, new() { Folder = first }))
        {
            await using var channel = await client.OpenAsync(link!);
            await channel.SayAsync("original");
        }

        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(first, "*.journal"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var original = await clients.OpenAsync(link!, first);
        await original.SayAsync("original again");
        var author = original.Author;
        var copied = await clients.OpenAsync(link!, copy);

        var renewed = await copied.UntilAsync<IdentityRenewed>();
        await copied.SayAsync("of the copy");

        Assert.Equal(Code.CounterTaken, renewed.Code);
        Assert.NotEqual(author, copied.Author);
        Assert.Equal(["original", "original again", "of the copy"], await owner.HearAsync(3));
    }

    [Fact]
    public async Task Two_copies_that_write_offline_lose_nothing()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        using var link = await owner.LinkAsync(CapabilityKind.Edit);
        var folders = new[] { server.DeviceFolder("first"), server.DeviceFolder("copy") };
        await using (var client = new TacitClient(server.Url, new() { Folder = folders[0] }))
        {
            await using var channel = await client.OpenAsync(link!);
            await channel.SayAsync("original");
        }

        Directory.CreateDirectory(folders[1]);
        foreach (var file in Directory.GetFiles(folders[0], "*.journal"))
            File.Copy(file, Path.Combine(folders[1], Path.GetFileName(file)));
        foreach (var folder in folders)
        {
            var lines = new Lines { IsDown = true };
            await using var client = new TacitClient(
                server.Url, new() { Folder = folder, Connect = lines.ConnectAsync });
            await using var channel = await client.OpenAsync(link!);
            await channel.EnqueueAsync(EntryKind.Message, "offline"u8.ToArray());
        }

        foreach (var folder in folders)
            await (await clients.OpenAsync(link!, folder)).ReachAsync(ChannelState.Saved);

        Assert.Equal(["original", "offline", "offline"], await owner.HearAsync(3));
    }

    [Fact]
    public async Task A_damaged_outbox_is_set_aside_and_said_so()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        using var link = await owner.LinkAsync(CapabilityKind.Edit);
        var folder = server.DeviceFolder("damaged");
        await using (var client = new TacitClient(server.Url, new() { Folder = folder }))
        {
            await using var channel = await client.OpenAsync(link!);
            await channel.SayAsync("before");
        }

        var journal = Directory.GetFiles(folder, "*.journal").Single();
        var bytes = await File.ReadAllBytesAsync(journal);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(journal, bytes);
        var again = await clients.OpenAsync(link!, folder);

        Assert.Equal(Code.OutboxDamaged, (await again.UntilAsync<IdentityRenewed>()).Code);
        await again.SayAsync("after");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(journal + ".damaged-1"));
        Assert.Equal(["before", "after"], await owner.HearAsync(2));
    }

    [Fact]
    public async Task Writers_open_no_epochs()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var owner = await clients.CreateAsync();
        var writer = await clients.OpenAsync(owner, CapabilityKind.Edit);
        await writer.SayAsync("here");

        var refusal = await Assert.ThrowsAsync<TacitException>(() => writer.RotateAsync([owner.Author]));

        Assert.Equal(Code.KindRefused, refusal.Code);
    }

    [Fact]
    public async Task Of_two_owners_who_open_an_epoch_at_once_one_is_told()
    {
        await using var server = await LiveServer.StartAsync();
        await using var clients = new Clients(server);
        var one = await clients.CreateAsync();
        var two = await clients.OpenAsync(one, CapabilityKind.Own);
        await one.SayAsync("one");
        await two.SayAsync("two");
        for (var round = 0; round < 5; round++)
        {
            var rotations = new[] { one.RotateAsync([]), two.RotateAsync([]) };
            foreach (var rotation in rotations)
                await Task.WhenAny(rotation).WaitAsync(ChannelReading.Patience);
            Assert.Contains(rotations, rotation => rotation.IsCompletedSuccessfully);
            Assert.All(rotations.Where(rotation => rotation.IsFaulted), rotation => Assert.Equal(
                Code.EpochWrong, Assert.IsType<TacitException>(rotation.Exception!.InnerException).Code));
            await one.SayAsync($"{round} one");
            await two.SayAsync($"{round} two");
        }

        var newReader = await clients.OpenAsync(two, CapabilityKind.View);
        Assert.Equal(12, (await newReader.HearAsync(12)).Count);
    }
}
