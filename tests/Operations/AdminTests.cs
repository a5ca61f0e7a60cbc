using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tacit.Scenario;

namespace Tacit.Operations;

/// <summary>The operator's page is there for who has the token, and for nobody else.</summary>
public sealed class AdminTests : IDisposable
{
    private const string Token = "a token that nobody guesses";

    private readonly HttpClient _http = new();
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        _http.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_page()
    {
        await using var server = await ServerProcess.StartAsync();
        foreach (var path in new[] { "/admin", "/admin/nodes", "/admin/admin.js" })
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server, path, Token)).StatusCode);
    }

    [Fact]
    public async Task Only_the_token_opens_it()
    {
        await File.WriteAllTextAsync(_file, $"{Token}\n");
        await using var server = await ServerProcess.StartAsync("--admin-token-file", _file);
        foreach (var wrong in new[] { null, "", "a token that somebody guessed", Token[1..] })
        {
            using var refused = await AskAsync(server, "/admin/nodes", wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        }

        using var answer = await AskAsync(server, "/admin/nodes", Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var node = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("nodes")[0];
        Assert.Equal("all", node.GetProperty("node").GetString());
        Assert.True(node.GetProperty("isUp").GetBoolean());
        Assert.True(node.GetProperty("memoryBytes").GetDouble() > 1_000_000);
    }

    [Theory]
    [InlineData("/admin", "text/html")]
    [InlineData("/admin/admin.js", "text/javascript")]
    [InlineData("/admin/admin.css", "text/css")]
    public async Task The_page_itself_needs_no_token_and_runs_nothing_from_elsewhere(string path, string type)
    {
        await File.WriteAllTextAsync(_file, Token);
        await using var server = await ServerProcess.StartAsync("--admin-token-file", _file);
        using var page = await AskAsync(server, path, token: null);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(type, page.Content.Headers.ContentType!.MediaType);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_could_be_guessed_is_refused()
    {
        await File.WriteAllTextAsync(_file, "short");
        var (status, output) = await Tool.RunAsync("dotnet", TacitCommand.Path, "serve", "--admin-token-file", _file);
        Assert.Equal(64, status);
        Assert.Contains("shorter than 20 characters", output, StringComparison.Ordinal);
        Assert.Contains("openssl rand", output, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> AskAsync(ServerProcess server, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}{path}");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request);
    }
}
