using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Postgres.Tests;

/// <summary>Which databases are opened, and what is said of the others.</summary>
public sealed class OpeningTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Of_many_that_open_an_empty_database_at_once_one_makes_the_store()
    {
        await using var database = await TestDatabase.MakeAsync();
        var logs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.OpenAsync()));

        Assert.Single(logs.Select(log => log.Incarnation).Distinct());
        foreach (var log in logs)
            await log.DisposeAsync();
    }

    [Fact]
    public async Task A_store_is_opened_again_as_it_was_left()
    {
        await using var database = await TestDatabase.MakeAsync();
        var author = new TestAuthor(1, new Random(1));
        Incarnation incarnation;
        await using (var log = await database.OpenAsync())
        {
            incarnation = log.Incarnation;
            await log.CreateAsync(new(1, 1), new byte[] { 1 }, Never);
            await log.AppendAsync([new(new(1, 1), author.Grant())], Never);
        }

        await using var again = await database.OpenAsync();
        Assert.Equal(incarnation, again.Incarnation);
        Assert.Equal(AppendResult.Added(2), (await again.AppendAsync([new(new(1, 1), author.Plain())], Never))[0]);
    }

    [Fact]
    public async Task A_database_that_was_restored_is_another_log_and_grants_other_tokens()
    {
        await using var database = await TestDatabase.MakeAsync();
        var holder = new LeaseHolder(new(NodeRole.Core, 0), 1);
        Incarnation incarnation;
        await using (var log = await database.OpenAsync())
        {
            incarnation = log.Incarnation;
            await log.Leases.AcquireAsync(new(1), holder, false, Never);
        }

        await database.ExecuteAsync("SELECT restored()");
        await using var again = await database.OpenAsync();
        Assert.NotEqual(incarnation, again.Incarnation);
        var lease = await again.Leases.AcquireAsync(new(1), holder with { Instance = 2 }, true, Never);
        Assert.True(lease.Token > LeaseTable.TokenJump);
    }

    [Fact]
    public async Task A_newer_store_is_refused_untouched()
    {
        await using var database = await TestDatabase.MakeAsync();
        await using (await database.OpenAsync())
            await database.ExecuteAsync("INSERT INTO store_version VALUES (9999)");

        var refused = await Assert.ThrowsAsync<LogOpenException>(() => database.OpenAsync());
        Assert.Equal(Code.StoreNewer, refused.Code);
        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_named_without_its_password()
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => PostgresLog.OpenAsync(
            "Host=127.0.0.1;Port=1;Database=here;Username=me;Password=verysecret",
            new(), TimeProvider.System, TestAuthor.Hash, Never));
        Assert.Contains("127.0.0.1/here", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_hosts_the_one_that_answers_is_used()
    {
        await using var database = await TestDatabase.MakeAsync();
        var several = database.ConnectionString.Replace("Host=", "Host=/nowhere,", StringComparison.Ordinal);
        await using var log = await PostgresLog.OpenAsync(several, new(), TimeProvider.System, TestAuthor.Hash, Never);
        Assert.Equal(Code.None, await log.CreateAsync(new(1, 1), new byte[] { 1 }, Never));
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_refused() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => PostgresLog.OpenAsync(
            "Hots=here", new(), TimeProvider.System, TestAuthor.Hash, Never));
}
