using Microsoft.AspNetCore.Http;
using Tacit.Server.Core;
using Tacit.Server.Front;
using Tacit.Server.Storage;
using Tacit.Wire;

namespace Tacit.Server;

/// <summary>Whether a process can do its part: what <c>/readyz</c> says.</summary>
/// <param name="front">The front, if it is one.</param>
/// <param name="core">The core, if it is one.</param>
/// <param name="storage">The storage, if it is one.</param>
internal sealed class Readiness(FrontRole? front, CoreRole? core, StorageRole? storage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Answers a request: a sentence, and a status that a proxy understands.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (front is { IsDraining: true })
            await SyncEndpoint.RefuseAsync(context, Code.Draining);
        else if (await MissingAsync(context.RequestAborted) is not { } missing)
            await context.Response.WriteAsync("ready\n", context.RequestAborted);
        else
            await RefuseAsync(context, missing);
    }

    private async Task<string?> MissingAsync(CancellationToken cancellationToken)
    {
        if (storage is not null && !await storage.IsReadyAsync(cancellationToken))
            return "the store does not answer";
        if (core is { HasStorage: false })
            return "no storage is connected";
        if (front is null || storage is not null)
            return null;
        return front.HasCore ? await AskThroughAsync(front, cancellationToken) : "no core is connected";
    }

    private static async Task<string?> AskThroughAsync(FrontRole front, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var code = await front.AskThroughAsync(patience.Token);
            return code == Code.StoreUnavailable ? "the core has no storage" : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "the core does not answer";
        }
    }

    private static Task RefuseAsync(HttpContext context, string sentence)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync($"not ready: {sentence}\n", context.RequestAborted);
    }
}
