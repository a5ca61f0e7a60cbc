using System.Net.WebSockets;
using System.Security.Cryptography;

namespace Tacit.Client;

/// <summary>What a client stands on. Everything has a default for real use; tests hand in their own.</summary>
public sealed record ClientOptions
{
    /// <summary>Where outboxes are kept; null keeps them in memory, for one run.</summary>
    public string? Folder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chooses waits. Not for secrets.</summary>
    public Random Random { get; init; } = new();

    /// <summary>Makes keys and nonces.</summary>
    public RandomNumberGenerator Secrets { get; init; } = RandomNumberGenerator.Create();

    /// <summary>The name and version that the server is told: at most 64 bytes of UTF-8.</summary>
    public string Agent { get; init; } = "tacit-dotnet";

    /// <summary>Opens a WebSocket with the protocol's subprotocol.</summary>
    public Func<Uri, CancellationToken, Task<WebSocket>> Connect { get; init; } = Dialer.ConnectAsync;
}
