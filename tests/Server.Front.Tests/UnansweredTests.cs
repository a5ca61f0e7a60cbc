using Tacit.Seeds;

namespace Tacit.Server.Front.Tests;

public sealed class UnansweredTests
{
    [Fact]
    public void What_is_stored_is_acknowledged_in_runs_as_far_as_the_client_was_shown()
    {
        var unanswered = Of(5);
        for (var counter = 1; counter <= 4; counter++)
            Assert.True(unanswered.Store(counter, 10 + counter));
        Assert.True(unanswered.TryTakeStored(12, out var run));
        Assert.Equal((1, 11, 2), (run.FirstCounter, run.FirstSeq, run.Count));
        Assert.False(unanswered.TryTakeStored(12, out _));
        Assert.True(unanswered.TryTakeStored(20, out run));
        Assert.Equal((3, 13, 2), (run.FirstCounter, run.FirstSeq, run.Count));
    }

    [Fact]
    public void What_is_stored_does_not_wait_for_what_is_before_it()
    {
        var unanswered = Of(3);
        Assert.True(unanswered.Store(3, 9));
        Assert.True(unanswered.TryTakeStored(9, out var run));
        Assert.Equal((3, 9, 1), (run.FirstCounter, run.FirstSeq, run.Count));
        Assert.True(unanswered.Store(1, 7));
        Assert.True(unanswered.TryTakeStored(9, out run));
        Assert.Equal(1, run.FirstCounter);
    }

    [Fact]
    public void Another_core_is_sent_what_has_no_answer_and_nothing_else()
    {
        var unanswered = Of(5);
        unanswered.Store(1, 1);
        unanswered.Refuse(3, out _);
        unanswered.Restart();
        Assert.False(unanswered.Store(2, 2));
        Assert.Equal([2, 4, 5], unanswered.TakeUnsent(int.MaxValue).Select(entry => (int)entry.Span[0]));
        Assert.True(unanswered.AllSent);
        Assert.True(unanswered.Store(2, 2));
    }

    [Fact]
    public void Each_entry_is_answered_once_in_any_order_and_gives_back_what_it_took() => Fuzz.Run(200, random =>
    {
        var unanswered = new Unanswered();
        var (added, answered, cost) = (0, 0, 0L);
        while (answered < 200)
        {
            switch (random.Next(4))
            {
                case 0 when added < 200:
                    unanswered.Add(++added, new byte[] { 1 }, isSent: true);
                    break;
                case 1:
                    unanswered.Store(random.Next(1, added + 1), random.Next(1, 50));
                    break;
                case 2 when unanswered.Refuse(random.Next(1, added + 1), out var refused):
                    (answered, cost) = (answered + 1, cost + refused);
                    break;
                default:
                    while (unanswered.TryTakeStored(random.Next(60), out var run))
                        (answered, cost) = (answered + run.Count, cost + run.Cost);
                    break;
            }
        }

        Assert.Equal(200 * Window.CostOf(1), cost);
        Assert.Equal((0, 0L), unanswered.Clear());
    });

    private static Unanswered Of(int count)
    {
        var unanswered = new Unanswered();
        for (var counter = 1; counter <= count; counter++)
            unanswered.Add(counter, new byte[] { (byte)counter }, isSent: true);
        return unanswered;
    }
}
