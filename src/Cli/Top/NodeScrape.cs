using Tacit.Server.Watch;

namespace Tacit.Cli.Top;

/// <summary>Fetches the metrics pages of nodes, all at once.</summary>
/// <param name="nodes">What each node is called until it answers, and where its page is.</param>
internal sealed class NodeScrape(IReadOnlyList<(string Name, Uri Page)> nodes) : IDisposable
{
    private const int PageSizeMax = 4 * 1024 * 1024;

    private readonly HttpClient _http = new()
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = PageSizeMax,
    };

    /// <summary>Fetches them. A node that does not answer in time is one without a page.</summary>
    public async Task<IReadOnlyList<NodePage>> ReadAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(nodes.Select(node => ReadAsync(node.Name, node.Page, cancellationToken)));

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<NodePage> ReadAsync(string name, Uri page, CancellationToken cancellationToken)
    {
        try
        {
            return new(name, await _http.GetStringAsync(page, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(name, null);
        }
    }
}
