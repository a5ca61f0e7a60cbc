using System.Text;
using System.Text.Json;

namespace Tacit.Scenario;

/// <summary>Links from a shell: said what they are, and made to be given on.</summary>
public sealed class LinkCommandTests : IAsyncLifetime
{
    private ServerProcess _server = null!;
    private JsonElement _links;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        var made = await RunAsync("", "channel", "new", "--server", _server.Url, "--json");
        _links = JsonDocument.Parse(made.Output).RootElement;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_shared_link_ends_needs_its_password_and_lets_its_holder_write()
    {
        var shared = await RunAsync(
            "sesame\n", "link", "share", Link("own"), "--edit", "--password-stdin", "--expires", "7d");
        var link = shared.Text.Trim();

        var facts = JsonDocument.Parse((await RunAsync("", "link", "show", link, "--json")).Output).RootElement;
        Assert.Equal("edit", facts.GetProperty("capability").GetString());
        Assert.True(facts.GetProperty("needsPassword").GetBoolean());
        var ends = facts.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow;
        Assert.InRange(ends, TimeSpan.FromDays(6), TimeSpan.FromDays(7));
        await File.WriteAllTextAsync(Path.Combine(_server.Folder, "password"), "sesame\n");
        await RunAsync("hello\n", "channel", "append", link, "--password-file", "password");
    }

    [Fact]
    public async Task What_a_link_cannot_give_is_said_before_a_server_is_asked()
    {
        foreach (var (arguments, says) in new (string[], string)[]
        {
            ([Link("view"), "--edit"], "a link to view makes none that allows more"),
            ([Link("edit")], "say one of --view, --edit and --own"),
            ([Link("edit"), "--view", "--expires", "soon"], "this is no time"),
            ([Link("edit"), "--view", "--expires", "2020-01-01"], "this is over"),
        })
        {
            var ran = await Shell.RunAsync(_server.Folder, default, ["link", "share", .. arguments]);
            Assert.Equal(64, ran.ExitStatus);
            Assert.Contains(says, ran.Complaints, StringComparison.Ordinal);
        }
    }

    private string Link(string capability) => _links.GetProperty(capability).GetString()!;

    private async Task<Ran> RunAsync(string input, params string[] arguments)
    {
        var ran = await Shell.RunAsync(_server.Folder, Encoding.UTF8.GetBytes(input), arguments);
        Assert.True(ran.ExitStatus == 0, ran.Complaints);
        return ran;
    }
}
