namespace Tacit.Client.Tests;

public sealed class BackoffTests
{
    [Fact]
    public void Waits_grow_to_half_a_minute_and_are_spread_over_all_of_it()
    {
        var random = new Random(1);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var most = Math.Min(30_000, 250 * Math.Pow(2, attempt));
            var waits = Enumerable.Range(0, 500)
                .Select(_ => Backoff.Wait(random, attempt, 0).TotalMilliseconds).ToList();
            Assert.All(waits, wait => Assert.InRange(wait, 0, most));
            Assert.InRange(waits.Average(), most * 0.4, most * 0.6);
        }
    }

    [Fact]
    public void A_server_that_asks_for_more_gets_it()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), Backoff.Wait(new Random(1), 3, 120_000));
        Assert.InRange(Backoff.Wait(new Random(1), 0, 10).TotalMilliseconds, 10, 250);
    }
}
