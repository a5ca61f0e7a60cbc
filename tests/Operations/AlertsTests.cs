using System.Text.RegularExpressions;

namespace Tacit.Operations;

/// <summary>The rules of deploy/prometheus speak of metrics that there are.</summary>
/// <remarks>Their syntax is checked by <c>./dev alerts</c>.</remarks>
public sealed partial class AlertsTests
{
    [Fact]
    public async Task Every_metric_of_a_rule_is_on_the_page()
    {
        await using var cluster = await Cluster.StartAsync();
        using var http = new HttpClient();
        var pages = await Task.WhenAll(cluster.Urls.Select(url => http.GetStringAsync(new Uri($"{url}/metrics"))));
        var there = pages.SelectMany(page => Metric().Matches(page)).Select(match => match.Value).ToHashSet();
        var asked = Rules().SelectMany(line => Metric().Matches(line)).Select(match => match.Value).ToHashSet();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(there));
    }

    [Fact]
    public void Every_alert_says_how_urgent_it_is_and_what_to_do()
    {
        var text = File.ReadAllText(Checkout.PathOf("deploy", "prometheus", "alerts.yml"));
        foreach (var alert in text.Split("- alert: ").Skip(1))
        {
            Assert.Matches(@"severity: (page|ticket) ", alert);
            Assert.Contains("          summary: ", alert, StringComparison.Ordinal);
            Assert.Contains("          action: ", alert, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Rules() =>
        File.ReadLines(Checkout.PathOf("deploy", "prometheus", "alerts.yml"))
            .Where(line => line.TrimStart().StartsWith("expr:", StringComparison.Ordinal));

    [GeneratedRegex(@"\btacit_[a-z_]+")]
    private static partial Regex Metric();
}
