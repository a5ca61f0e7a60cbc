using System.Diagnostics.Metrics;
using Tacit.Link;
using Tacit.Server.Metrics;

namespace Tacit.Server.Tests;

/// <summary>What is counted stands on the page, in the format of Prometheus.</summary>
public sealed class MetricsPageTests : IDisposable
{
    private readonly Meter _meter = new("Tacit.Server");
    private readonly MetricsPage _page;
    private int _measured;

    public MetricsPageTests() => _page = new(_meter, new NodeLabels("core", "core:1"), _ =>
    {
        _measured++;
        return Task.CompletedTask;
    });

    public void Dispose()
    {
        _page.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Each_sample_says_which_node_counted_it()
    {
        var counter = _meter.CreateCounter<long>("tacit_things", description: "Things");
        counter.Add(2);
        counter.Add(3);
        Assert.Equal(
            """
            # HELP tacit_things_total Things
            # TYPE tacit_things_total counter
            tacit_things_total{role="core",node="core:1"} 5

            """, await WriteAsync());
    }

    [Fact]
    public async Task Tags_are_kept_apart_and_escaped()
    {
        var counter = _meter.CreateCounter<long>("tacit_things");
        counter.Add(1, new KeyValuePair<string, object?>("code", "a\"b\\c"));
        counter.Add(1, new("code", "d"), new KeyValuePair<string, object?>("peer", "storage:0"));
        counter.Add(1, new("code", "d"), new KeyValuePair<string, object?>("peer", "storage:0"));
        var samples = Sample.ReadPage(await WriteAsync());
        Assert.Equal(["a\"b\\c", "d"], samples.Select(sample => sample["code"]));
        Assert.Equal(["", "storage:0"], samples.Select(sample => sample["peer"]));
        Assert.Equal([1, 2], samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task A_counter_that_counted_nothing_is_there_as_zero()
    {
        _meter.CreateCounter<long>("tacit_things");
        Assert.Equal(0, Assert.Single(Sample.ReadPage(await WriteAsync())).Value);
    }

    [Fact]
    public async Task A_histogram_of_seconds_has_the_buckets_it_was_advised()
    {
        var histogram = _meter.CreateHistogram("tacit_wait_seconds", "s", "A wait", tags: null, Latency.Bounds);
        histogram.Record(0.0005);
        histogram.Record(0.3);
        histogram.Record(60);
        var samples = Sample.ReadPage(await WriteAsync());
        double Bucket(string bound) => samples.Single(sample => sample["le"] == bound).Value;
        Assert.Equal((0, 1, 1), (Bucket("0.0002"), Bucket("0.0005"), Bucket("0.2")));
        Assert.Equal((2, 2, 3), (Bucket("0.5"), Bucket("10"), Bucket("+Inf")));
        Assert.Equal(60.3005, samples.Single(sample => sample.Name == "tacit_wait_seconds_sum").Value, 9);
        Assert.Equal(3, samples.Single(sample => sample.Name == "tacit_wait_seconds_count").Value);
    }

    [Fact]
    public async Task What_a_gauge_tells_of_no_more_is_gone()
    {
        List<Measurement<int>> peers = [new(1, new KeyValuePair<string, object?>("peer", "front:0"))];
        _meter.CreateObservableGauge("tacit_link_up", () => peers);
        Assert.Equal("front:0", Assert.Single(Sample.ReadPage(await WriteAsync()))["peer"]);
        peers.Clear();
        Assert.Empty(Sample.ReadPage(await WriteAsync()));
    }

    [Fact]
    public async Task What_takes_a_wait_is_measured_before_the_page_is_written()
    {
        _meter.CreateObservableGauge("tacit_measured", () => _measured);
        Assert.Equal(1, Assert.Single(Sample.ReadPage(await WriteAsync())).Value);
        Assert.Equal(2, Assert.Single(Sample.ReadPage(await WriteAsync())).Value);
    }

    [Fact]
    public async Task Other_meters_are_not_heard()
    {
        using var other = new Meter("Tacit.Server");
        other.CreateCounter<long>("tacit_others").Add(1);
        Assert.Equal("", await WriteAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("# HELP a b")]
    [InlineData("name")]
    [InlineData("name{")]
    [InlineData("name{a=\"b")]
    [InlineData("name{a=\"b\\")]
    [InlineData("name{a=\"b\"} much")]
    [InlineData(" 1")]
    public void A_line_that_is_no_sample_is_passed_over(string line) => Assert.Empty(Sample.ReadPage(line));

    private Task<string> WriteAsync() => _page.WriteAsync(CancellationToken.None);
}
