using System.Diagnostics;
using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>A medium that fills up stops appends and nothing else, and only until there is room.</summary>
public sealed class FullMediumTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task On_a_full_file_system_appends_wait_and_reads_go_on()
    {
        using var folder = new StoreFolder();
        var mounted = Run("mount", "-t", "tmpfs", "-o", "size=6m", "tacit-test", folder.Path);
        try
        {
            // Where mounting is not permitted, this is the test below once more.
            if (!mounted)
            {
                await On_a_store_without_free_pages_appends_wait_and_reads_go_on();
                return;
            }

            await using var log = await folder.OpenAsync();
            var ballast = folder.In("ballast");
            await CheckAsync(
                log,
                fill: () => Task.Run(() => Fill(ballast)),
                empty: () => Task.Run(() => File.Delete(ballast)));
        }
        finally
        {
            if (mounted)
                Run("umount", folder.Path);
        }
    }

    [Fact]
    public async Task On_a_store_without_free_pages_appends_wait_and_reads_go_on()
    {
        using var folder = new StoreFolder();
        await using var log = await folder.OpenAsync();
        await CheckAsync(
            log,
            fill: () => log.LimitPagesAsync(1).AsTask(),
            empty: () => log.LimitPagesAsync(int.MaxValue - 1).AsTask());
    }

    private static async Task CheckAsync(SqliteLog log, Func<Task> fill, Func<Task> empty)
    {
        var (channel, author) = (new ChannelId(1, 1), new TestAuthor(1, new Random(1)));
        await log.CreateAsync(channel, new byte[] { 1 }, Never);
        var entries = new List<byte[]> { author.Grant() };
        Assert.Equal(AppendResult.Added(1), await AppendAsync(entries[0]));

        await fill();
        byte[] refused;
        while (true)
        {
            refused = author.Plain(contentLength: 20_000);
            var result = await AppendAsync(refused);
            if (result.Code != Code.None)
            {
                Assert.Equal(AppendResult.Refused(Code.StoreFull), result);
                break;
            }

            entries.Add(refused);
        }

        // The whole batch, whatever its entries would have been answered.
        var batch = await log.AppendAsync(
            [new(channel, refused), new(channel, entries[0]), new(new(9, 9), refused)], Never);
        Assert.All(batch, result => Assert.Equal(AppendResult.Refused(Code.StoreFull), result));
        await AssertStoredAsync();
        var state = Assert.IsType<ChannelState>(await log.FindAsync(channel, author.Id, Never));
        Assert.Equal((entries.Count, entries.Count), (state.Head, state.LastCounter));
        Assert.Equal(
            new(1, entries.Count, entries.Sum(entry => entry.Length)), await log.MeasureAsync(Never));

        await empty();
        Assert.Equal(AppendResult.Added(entries.Count + 1), await AppendAsync(refused));
        entries.Add(refused);
        await AssertStoredAsync();

        async Task<AppendResult> AppendAsync(byte[] entry) =>
            Assert.Single(await log.AppendAsync([new(channel, entry)], Never));

        async Task AssertStoredAsync()
        {
            var page = await log.ReadAsync(new(channel, 0, null, true, int.MaxValue), Never);
            Assert.Equal(entries, page.Entries.Select(entry => entry.Bytes.ToArray()));
        }
    }

    // All but a few pages, which the log may have.
    private static void Fill(string path)
    {
        using var ballast = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var left = new DriveInfo(path).AvailableFreeSpace - 100_000;
        for (var block = new byte[4096]; left > block.Length; left -= block.Length)
            ballast.Write(block);
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(command, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
