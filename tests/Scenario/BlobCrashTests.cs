using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Tacit.Wire;
using Xunit.Abstractions;

namespace Tacit.Scenario;

/// <summary>
/// What was acknowledged of files survives crashes and full disks, and nothing half is left of the rest.
/// </summary>
public sealed class BlobCrashTests(ITestOutputHelper output)
{
    private const int Kills = 30;
    private const int SenderCount = 6;

    private readonly TestChannel _channel = new();

    [Fact]
    public async Task Kills_under_uploads_lose_no_chunk_that_was_acknowledged_and_leave_no_half_one()
    {
        var seed = Random.Shared.Next();
        if (int.TryParse(Environment.GetEnvironmentVariable("TACIT_SEED"), out var replayed))
            seed = replayed;
        output.WriteLine($"replay with TACIT_SEED={seed}");
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync();
        var device = await JoinedAsync(server);
        var acknowledged = new ConcurrentDictionary<int, bool>();
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var enough = acknowledged.Count + random.Next(1, 40);
            using var blobs = new RawBlobs(server, _channel.Id);
            var senders = Enumerable.Range(0, SenderCount).Select(_ => Task.Run(SendAsync)).ToArray();
            while (acknowledged.Count < enough)
                await Task.Yield();
            server.Kill();
            await Task.WhenAll(senders);
            await server.StartAgainAsync();

            async Task SendAsync()
            {
                try
                {
                    while (!server.IsKilled)
                    {
                        var number = Interlocked.Increment(ref next);
                        var reply = await blobs.PutAsync(device.Signer, Chunk(number));
                        Assert.Equal(HttpStatusCode.Created, reply.Status);
                        acknowledged[number] = true;
                    }
                }
                catch (HttpRequestException)
                {
                    // The server is gone; whether it has this one is not known.
                }
            }
        }

        using var reading = new RawBlobs(server, _channel.Id);
        foreach (var number in acknowledged.Keys)
        {
            var reply = await reading.GetAsync(_channel.Reader, RawBlobs.AddressOf(Chunk(number)));
            Assert.Equal(Chunk(number), reply.Body);
        }

        var blobsFolder = Path.Combine(server.Folder, "data", "blobs");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(blobsFolder, "part")));
        foreach (var file in Directory.EnumerateFiles(blobsFolder, "*", SearchOption.AllDirectories))
            Assert.Equal(Path.GetFileName(file), RawBlobs.AddressOf(await File.ReadAllBytesAsync(file)).ToHex());
        output.WriteLine($"{acknowledged.Count} chunks acknowledged over {Kills} kills");
    }

    [Fact]
    public async Task A_full_disk_refuses_chunks_by_name_keeps_what_it_has_and_room_mends_it()
    {
        await using var server = await ServerProcess.StartOnDiskAsync("8m");
        var device = await JoinedAsync(server);
        using var blobs = new RawBlobs(server, _channel.Id);
        BlobReply reply;
        var stored = 0;
        do
        {
            reply = await blobs.PutAsync(device.Signer, RawBlobs.Chunk(++stored, 500_000));
        }
        while (reply.Status == HttpStatusCode.Created && stored < 100);
        Assert.Equal((HttpStatusCode.InsufficientStorage, Code.StoreFull), (reply.Status, reply.Code));

        var first = RawBlobs.Chunk(1, 500_000);
        Assert.Equal(first, (await blobs.GetAsync(_channel.Reader, RawBlobs.AddressOf(first))).Body);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.DataFolder, "blobs", "part")));
        var channel = Path.Combine(server.DataFolder, "blobs", _channel.Id.ToHex()[..2], _channel.Id.ToHex());
        File.Delete(Path.Combine(channel, RawBlobs.AddressOf(first).ToHex()));
        reply = await blobs.PutAsync(device.Signer, RawBlobs.Chunk(stored, 500_000));
        Assert.Equal(HttpStatusCode.Created, reply.Status);
    }

    [Fact]
    public async Task A_backup_restores_entries_and_files()
    {
        await using var server = await ServerProcess.StartAsync();
        var device = await JoinedAsync(server);
        using var blobs = new RawBlobs(server, _channel.Id);
        await blobs.PutAsync(device.Signer, Chunk(1));
        var backup = Path.Combine(server.Folder, "copies", "tacit.backup");
        var data = Path.Combine(server.Folder, "data");
        await TacitAsync("backup", backup, "--data", data);
        await blobs.PutAsync(device.Signer, Chunk(2));
        await TacitAsync("backup", backup, "--data", data, "--force");
        await blobs.PutAsync(device.Signer, Chunk(3));

        // As README says: both into an empty folder, under their names.
        await server.StopAsync();
        Directory.Delete(data, recursive: true);
        Directory.CreateDirectory(data);
        File.Copy(backup, Path.Combine(data, "tacit.db"));
        Directory.Move($"{backup}.blobs", Path.Combine(data, "blobs"));
        await server.StartAgainAsync();
        Assert.Equal(Chunk(1), (await blobs.GetAsync(_channel.Reader, RawBlobs.AddressOf(Chunk(1)))).Body);
        Assert.Equal(Chunk(2), (await blobs.GetAsync(_channel.Reader, RawBlobs.AddressOf(Chunk(2)))).Body);
        Assert.Equal(HttpStatusCode.Created, (await blobs.PutAsync(device.Signer, Chunk(3))).Status);
    }

    private static byte[] Chunk(int number) => RawBlobs.Chunk(number, 1000 + (number * 977 % 200_000));

    private static async Task TacitAsync(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [TacitCommand.Path, .. arguments]) { RedirectStandardError = true })!;
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, complaints);
    }

    private async Task<TestDevice> JoinedAsync(ServerProcess server)
    {
        var device = _channel.NewDevice();
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.JoinAsync(device);
        return device;
    }
}
