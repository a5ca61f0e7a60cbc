using System.Buffers.Binary;
using Tacit.Log.Contract;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>Which stores are opened, and that those which are not are left as they were.</summary>
public sealed class OpeningTests : IDisposable
{
    private const int VersionOffset = 60;
    private const int ApplicationOffset = 68;

    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly StoreFolder _folder = new();
    private readonly ChannelId _channel = new(1, 1);
    private readonly TestAuthor _author = new(1, new Random(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_is_opened_again_as_it_was_left()
    {
        var incarnation = await FillAsync(100);

        await using var log = await _folder.OpenAsync();
        Assert.Equal(incarnation, log.Incarnation);
        Assert.Equal(100, (await log.ReadAsync(new(_channel, 0, null, true, int.MaxValue), Never)).Entries.Count);
        Assert.Equal(AppendResult.Added(101), (await log.AppendAsync([new(_channel, _author.Plain())], Never))[0]);
    }

    [Fact]
    public async Task A_store_that_is_closed_in_order_is_one_file()
    {
        await FillAsync(10);
        Assert.Equal(
            ["log.sqlite", "log.sqlite.lock"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_store_that_another_has_open_is_in_use()
    {
        await using var log = await _folder.OpenAsync();
        await RefusedAsync(Code.StoreInUse);
    }

    [Fact]
    public async Task A_newer_store_is_refused_untouched()
    {
        await FillAsync(10);
        Write(VersionOffset, 9999);
        await RefusedAsync(Code.StoreNewer, "9999");
    }

    [Fact]
    public async Task A_newer_store_that_was_not_closed_is_refused_untouched()
    {
        await LeaveOpenAsync();
        Write(VersionOffset, 9999);
        await RefusedAsync(Code.StoreNewer);
    }

    [Fact]
    public async Task Another_programs_database_is_refused_untouched()
    {
        await FillAsync(10);
        Write(ApplicationOffset, 12345);
        await RefusedAsync(Code.StoreForeign);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100_000)]
    public async Task A_file_that_is_no_database_is_refused_untouched(int length)
    {
        await File.WriteAllBytesAsync(_folder.Store, new Random(1).Bytes(length));
        await RefusedAsync(Code.StoreForeign);
    }

    [Fact]
    public async Task A_store_with_a_damaged_header_is_refused_untouched()
    {
        await FillAsync(10);
        Write(0, 0);
        await RefusedAsync(Code.StoreDamaged);
    }

    [Fact]
    public async Task A_store_that_was_cut_off_is_refused_untouched()
    {
        await FillAsync(300);
        using (var file = File.OpenWrite(_folder.Store))
            file.SetLength(file.Length / 2);
        await RefusedAsync(Code.StoreDamaged);
    }

    [Fact]
    public async Task A_store_that_was_not_closed_is_checked_and_refused_untouched()
    {
        await LeaveOpenAsync();
        OverwritePages();
        await RefusedAsync(Code.StoreDamaged);
    }

    [Fact]
    public async Task A_write_ahead_log_of_another_store_is_not_mixed_in()
    {
        await LeaveOpenAsync();
        using var other = new StoreFolder();
        var backup = other.In("backup");
        await SqliteLog.BackupAsync(_folder.Store, backup, Never);
        await LeaveOpenAsync();
        File.Copy(backup, _folder.Store, overwrite: true);

        await RefusedAsync(Code.StoreDamaged, "-wal");
    }

    [Fact]
    public async Task A_write_ahead_log_without_its_store_is_not_given_a_new_one()
    {
        await LeaveOpenAsync();
        File.Delete(_folder.Store);
        await RefusedAsync(Code.StoreDamaged, "-wal");
    }

    [Fact]
    public async Task Damage_that_shows_while_reading_ends_the_log()
    {
        await FillAsync(2000);
        OverwritePages();
        await using var log = await _folder.OpenAsync();

        await Assert.ThrowsAsync<LogDamagedException>(async () =>
            await log.ReadAsync(new(_channel, 0, null, true, int.MaxValue), Never));
        await Assert.ThrowsAsync<LogDamagedException>(async () => await log.AppendAsync([], Never));
        await Assert.ThrowsAsync<LogDamagedException>(async () => await log.MeasureAsync(Never));
    }

    [Fact]
    public async Task A_log_that_was_disposed_of_says_so()
    {
        var log = await _folder.OpenAsync();
        await log.DisposeAsync();
        await log.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.AppendAsync([], Never));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.FindAsync(_channel, default, Never));
    }

    // Makes a store with so many entries and closes it.
    private async Task<Incarnation> FillAsync(int entryCount)
    {
        await using var log = await _folder.OpenAsync();
        await FillAsync(log, entryCount);
        return log.Incarnation;
    }

    // What a killed process leaves: a file and a write-ahead log, copied while they were in use.
    private async Task LeaveOpenAsync()
    {
        using var source = new StoreFolder();
        _author.Next = 1;
        await using (var first = await source.OpenAsync())
            await FillAsync(first, 3000);
        await using var log = await source.OpenAsync();
        await log.AppendAsync([new(_channel, _author.Plain())], Never);
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Copy(source.Store + suffix, _folder.Store + suffix, overwrite: true);
    }

    private async Task FillAsync(SqliteLog log, int entryCount)
    {
        await log.CreateAsync(_channel, new byte[] { 1 }, Never);
        var entries = Enumerable.Range(0, entryCount).Select(n => n == 0 ? _author.Grant() : _author.Plain());
        foreach (var batch in entries.Chunk(100))
            await log.AppendAsync([.. batch.Select(entry => new PendingAppend(_channel, entry))], Never);
    }

    private async Task RefusedAsync(Code code, string says = "")
    {
        var before = Contents();
        var refusal = await Assert.ThrowsAsync<LogOpenException>(() => _folder.OpenAsync());

        Assert.Equal(code, refusal.Code);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    private Dictionary<string, string> Contents() => Directory.GetFiles(_folder.Path)
        .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
        .ToDictionary(path => path, Content);

    private static string Content(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Convert.ToHexString(bytes);
    }

    private void Write(int offset, int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        using var file = File.OpenWrite(_folder.Store);
        file.Position = offset;
        file.Write(bytes);
    }

    // Neither the first pages nor the last, which are read on opening.
    private void OverwritePages()
    {
        using var file = File.OpenWrite(_folder.Store);
        Assert.InRange(file.Length, 60 * 4096, long.MaxValue);
        file.Position = 30 * 4096;
        while (file.Position < 50 * 4096)
            file.Write(new Random(1).Bytes(4096));
    }
}
