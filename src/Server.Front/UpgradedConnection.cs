using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Tacit.Server.Front;

/// <summary>
/// Lets a connection go on after the HTTP request that upgraded it has ended: what HTTP holds for each connection, some
/// kilobytes, is free then. A feature of the connection.
/// </summary>
/// <remarks>
/// HTTP asks for a heartbeat and never takes that back; the beat is passed on to it from here, as long as it lives.
/// </remarks>
internal sealed class UpgradedConnection : IConnectionHeartbeatFeature
{
    private volatile Beat? _beat;

    /// <summary>What goes on with the connection once the request has ended; null if nothing does.</summary>
    public Func<ConnectionContext, Task>? GoOn { get; set; }

    /// <summary>Runs HTTP on a connection, and what is to go on after it.</summary>
    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate http)
    {
        if (await ServeHttpAsync(connection, http) is { } goOn)
            await goOn(connection);
    }

    /// <inheritdoc />
    public void OnHeartbeat(Action<object> action, object state) => _beat = new(action, state);

    private static async Task<Func<ConnectionContext, Task>?> ServeHttpAsync(
        ConnectionContext connection, ConnectionDelegate http)
    {
        var upgraded = new UpgradedConnection();
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
            static state => ((UpgradedConnection)state).PassOn(), upgraded);
        connection.Features.Set<IConnectionHeartbeatFeature>(upgraded);
        connection.Features.Set(upgraded);
        await http(connection);
        upgraded._beat = null;
        var goOn = upgraded.GoOn;
        upgraded.GoOn = null;
        return goOn;
    }

    private void PassOn()
    {
        if (_beat is { } beat)
            beat.Action(beat.State);
    }

    private sealed record Beat(Action<object> Action, object State);
}
