using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>Backups: one moment of the store, and another log once opened.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly StoreFolder _folder = new();
    private readonly StoreFolder _restored = new();
    private readonly ChannelId _channel = new(1, 1);
    private readonly TestAuthor _author = new(1, new Random(1));

    public void Dispose()
    {
        _folder.Dispose();
        _restored.Dispose();
    }

    [Fact]
    public async Task A_backup_holds_what_the_store_held_and_is_another_incarnation()
    {
        await using var log = await FilledAsync();
        await log.BackupAsync(_restored.Store, Never);
        await log.AppendAsync([new(_channel, _author.Plain())], Never);

        Incarnation incarnation;
        await using (var restored = await _restored.OpenAsync())
        {
            incarnation = restored.Incarnation;
            Assert.NotEqual(log.Incarnation, incarnation);
            Assert.Equal(50, await CountAsync(restored));
        }

        await using var again = await _restored.OpenAsync();
        Assert.Equal(incarnation, again.Incarnation);
    }

    [Fact]
    public async Task A_client_gives_back_what_a_restored_server_lost()
    {
        await using var log = await FilledAsync();
        await log.BackupAsync(_restored.Store, Never);
        var lost = _author.Plain();
        await log.AppendAsync([new(_channel, lost)], Never);

        await using var restored = await _restored.OpenAsync();
        Assert.Equal(AppendResult.Added(51), (await restored.AppendAsync([new(_channel, lost)], Never))[0]);
    }

    [Fact]
    public async Task A_backup_is_written_while_appends_go_on()
    {
        await using var log = await FilledAsync();
        var backup = log.BackupAsync(_restored.Store, Never);
        var appended = 50;
        do
        {
            var results = await log.AppendAsync([new(_channel, _author.Plain())], Never);
            Assert.Equal(AppendResult.Added(++appended), results[0]);
        }
        while (!backup.IsCompleted);
        await backup;

        await using var restored = await _restored.OpenAsync();
        Assert.InRange(await CountAsync(restored), 50, appended);
    }

    [Fact]
    public async Task A_backup_replaces_the_one_before_and_leaves_nothing_beside_it()
    {
        await using var log = await FilledAsync();
        var target = _restored.In("backup");
        await log.BackupAsync(target, Never);
        await log.AppendAsync([new(_channel, _author.Plain())], Never);
        await log.BackupAsync(target, Never);

        Assert.Equal([target], Directory.GetFiles(_restored.Path));
        File.Move(target, _restored.Store);
        await using var restored = await _restored.OpenAsync();
        Assert.Equal(51, await CountAsync(restored));
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_the_target_as_it_was()
    {
        await using var log = await FilledAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => log.BackupAsync(_restored.In("no/such/folder"), Never));
        var target = _restored.In("backup");
        await File.WriteAllTextAsync(target, "before");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => log.BackupAsync(target, new CancellationToken(canceled: true)));
        Assert.Equal("before", await File.ReadAllTextAsync(target));
        Assert.Equal([target], Directory.GetFiles(_restored.Path));
    }

    [Fact]
    public async Task What_is_no_store_is_not_backed_up()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => SqliteLog.BackupAsync(_folder.Store, _restored.Store, Never));
        await File.WriteAllTextAsync(_folder.Store, "something else");
        var refusal = await Assert.ThrowsAsync<LogOpenException>(
            () => SqliteLog.BackupAsync(_folder.Store, _restored.Store, Never));
        Assert.Equal(Code.StoreForeign, refusal.Code);
    }

    private static async Task<int> CountAsync(SqliteLog log) =>
        (await log.ReadAsync(new(new(1, 1), 0, null, true, int.MaxValue), Never)).Entries.Count;

    private async Task<SqliteLog> FilledAsync()
    {
        var log = await _folder.OpenAsync();
        await log.CreateAsync(_channel, new byte[] { 1 }, Never);
        for (var n = 0; n < 50; n++)
            await log.AppendAsync([new(_channel, n == 0 ? _author.Grant() : _author.Plain())], Never);
        return log;
    }
}
