using System.Text;
using System.Text.Json;

namespace Tacit.Scenario;

/// <summary>Pads from a shell: the command and a server, each a process of its own.</summary>
public sealed class PadCommandTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_rich_pad_is_made_written_printed_and_exported()
    {
        var (edit, view) = await NewAsync("--kind", "rich", "--title", "Shopping & more");

        await RunAsync("milk\nbread *fresh*\n", "pad", "edit", edit, "--append");

        Assert.Equal("milk\n\nbread *fresh*\n", (await RunAsync("", "pad", "cat", view)).Text);
        Assert.Equal(
            "milk\n\nbread \\*fresh\\*\n", (await RunAsync("", "pad", "export", view, "--format", "markdown")).Text);
        var html = (await RunAsync("", "pad", "export", view, "--format", "html")).Text;
        Assert.Contains("<title>Shopping &amp; more</title>", html, StringComparison.Ordinal);
        Assert.Contains("<p>milk</p>\n<p>bread *fresh*</p>\n", html, StringComparison.Ordinal);
        await RunAsync("", "pad", "export", view, "--format", "json", "--output", "pad.json");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_server.Folder, "pad.json")));
        Assert.Equal("rich", json.RootElement.GetProperty("kind").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("content").GetProperty("content").GetArrayLength());
    }

    [Fact]
    public async Task Code_is_exported_as_a_block_of_its_language_and_text_as_it_is()
    {
        var (code, _) = await NewAsync("--kind", "code", "--language", "rust");
        var (text, _) = await NewAsync();

        await RunAsync("fn main() {}\n", "pad", "edit", code, "--append");
        await RunAsync("# Title\n", "pad", "edit", text, "--append");

        Assert.Equal(
            "```rust\nfn main() {}\n```\n", (await RunAsync("", "pad", "export", code, "--format", "markdown")).Text);
        Assert.Equal("# Title\n", (await RunAsync("", "pad", "export", text, "--format", "markdown")).Text);
    }

    [Fact]
    public async Task A_view_link_cannot_be_edited_and_an_unknown_kind_is_named()
    {
        var (_, view) = await NewAsync();

        var edited = await Shell.RunAsync(_server.Folder, "x"u8.ToArray(), "pad", "edit", view, "--append");
        var made = await Shell.RunAsync(_server.Folder, default, "pad", "new", "--kind", "poem");

        Assert.NotEqual(0, edited.ExitStatus);
        Assert.Contains("[read-only]", edited.Complaints, StringComparison.Ordinal);
        Assert.Equal(64, made.ExitStatus);
        Assert.Contains("rich, code and text", made.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_watches_a_pad_is_told_each_change()
    {
        var (edit, view) = await NewAsync();
        using var watching = Shell.Start(_server.Folder, "pad", "watch", view, "--json");
        var told = watching.StandardOutput.ReadLineAsync();

        // Nothing says when watching has begun: what is written before that is not told.
        for (var n = 0; !told.IsCompleted && n < 50; n++)
            await RunAsync($"line {n}\n", "pad", "edit", edit, "--append");

        using var json = JsonDocument.Parse((await told)!);
        watching.Kill();
        var inserted = json.RootElement.GetProperty("inserted").GetString()!;
        Assert.StartsWith("line ", inserted, StringComparison.Ordinal);
        Assert.Equal("", json.RootElement.GetProperty("deleted").GetString());
        Assert.Contains(inserted, (await RunAsync("", "pad", "cat", view)).Text, StringComparison.Ordinal);
    }

    private async Task<(string Edit, string View)> NewAsync(params string[] options)
    {
        var made = await RunAsync("", ["pad", "new", "--server", _server.Url, "--json", .. options]);
        using var json = JsonDocument.Parse(made.Text);
        return (json.RootElement.GetProperty("edit").GetString()!, json.RootElement.GetProperty("view").GetString()!);
    }

    private async Task<Ran> RunAsync(string input, params string[] arguments)
    {
        var ran = await Shell.RunAsync(_server.Folder, Encoding.UTF8.GetBytes(input), arguments);
        // On a slow machine it says that it waits, which is no complaint.
        var complaints = ran.Complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("tacit: waiting for ", StringComparison.Ordinal));
        Assert.Empty(complaints);
        Assert.Equal(0, ran.ExitStatus);
        return ran;
    }
}
