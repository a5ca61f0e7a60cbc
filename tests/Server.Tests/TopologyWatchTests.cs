using Tacit.Server.Watch;

namespace Tacit.Server.Tests;

/// <summary>Rates and quantiles are those of the time between two looks.</summary>
public sealed class TopologyWatchTests
{
    private readonly Ticks _time = new();
    private readonly List<NodePage> _pages = [];

    [Fact]
    public async Task A_rate_is_what_was_added_in_each_second()
    {
        using var watch = Watch();
        Say("core:0", "core", "tacit_core_entries_committed_total{NODE} 100");
        Assert.Equal(0, (await LookAsync(watch)).AppendsPerSecond);
        Say("core:0", "core", "tacit_core_entries_committed_total{NODE} 150");
        Assert.Equal(25, (await LookAsync(watch)).AppendsPerSecond);

        // The process began anew: less than before is no rate.
        Say("core:0", "core", "tacit_core_entries_committed_total{NODE} 3");
        Assert.Equal(0, (await LookAsync(watch)).AppendsPerSecond);
    }

    [Fact]
    public async Task Quantiles_are_those_of_what_came_since()
    {
        using var watch = Watch();
        Say("storage:0", "storage", Buckets(90, 90, 90));
        Assert.Null((await LookAsync(watch)).CommitP50Seconds);
        Say("storage:0", "storage", Buckets(90, 100, 100));
        var node = await LookAsync(watch);
        Assert.Equal(0.0015, node.CommitP50Seconds!.Value, 6);
        Assert.Equal(0.00199, node.CommitP99Seconds!.Value, 6);
        Say("storage:0", "storage", Buckets(90, 100, 100));
        Assert.Null((await LookAsync(watch)).CommitP99Seconds);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_down_and_cuts_nobody_off()
    {
        using var watch = Watch();
        Say("front:0", "front", "tacit_link_up{NODE,peer=\"core:0\"} 1");
        Say("core:0", "core", "tacit_core_channels{NODE} 1");
        Assert.All(await watch.LookAsync(CancellationToken.None), node => Assert.True(node.IsUp));
        _pages.Clear();
        Say("front:0", "front", "tacit_link_up{NODE,peer=\"core:0\"} 0");
        _pages.Add(new("core:0", null));
        var nodes = await LookAllAsync(watch);
        Assert.Equal((true, false), (nodes[0].IsUp, nodes[0].IsCutOff));
        Assert.Equal((false, "core"), (nodes[1].IsUp, nodes[1].Role));
    }

    [Fact]
    public async Task A_node_without_a_link_to_one_that_answers_is_cut_off()
    {
        using var watch = Watch();
        Say("front:0", "front", "tacit_link_up{NODE,peer=\"core:0\"} 0");
        Say("core:0", "core", "tacit_core_channels{NODE} 1");
        Assert.True((await LookAllAsync(watch))[0].IsCutOff);
    }

    [Fact]
    public async Task However_many_look_the_nodes_are_not_asked_more_than_once_a_second()
    {
        var asked = 0;
        using var watch = new TopologyWatch(
            _ =>
            {
                asked++;
                return Task.FromResult<IReadOnlyList<NodePage>>([]);
            },
            _time);
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(1, asked);
        await LookAllAsync(watch);
        Assert.Equal(2, asked);
    }

    private static string Buckets(int one, int two, int all) =>
        $"""
        tacit_storage_commit_seconds_bucket[NODE,le="0.001"] {one}
        tacit_storage_commit_seconds_bucket[NODE,le="0.002"] {two}
        tacit_storage_commit_seconds_bucket[NODE,le="+Inf"] {all}
        """.Replace('[', '{').Replace(']', '}');

    private TopologyWatch Watch() =>
        new(_ => Task.FromResult<IReadOnlyList<NodePage>>([.. _pages]), _time);

    private void Say(string node, string role, string page)
    {
        _pages.RemoveAll(other => other.Node == node);
        _pages.Add(new(node, page.Replace("NODE", $"role=\"{role}\",node=\"{node}\"", StringComparison.Ordinal)));
    }

    private async Task<NodeFigures> LookAsync(TopologyWatch watch) => (await LookAllAsync(watch))[0];

    private Task<IReadOnlyList<NodeFigures>> LookAllAsync(TopologyWatch watch)
    {
        _time.Seconds += 2;
        return watch.LookAsync(CancellationToken.None);
    }

    private sealed class Ticks : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
