using System.Net;
using System.Net.Sockets;

namespace Tacit.Faults.Places;

/// <summary>
/// Addresses for nodes. Each has an address of its own within 127.0.0.0/8, as on machines of their own: what connects
/// comes from 127.0.0.1, so a port whose server is dead cannot be taken by somebody's connection meanwhile.
/// </summary>
internal sealed class Loopback
{
    private readonly byte[] _net = [127, (byte)Random.Shared.Next(16, 250), (byte)Random.Shared.Next(1, 250)];
    private byte _last;

    /// <summary>An address that nobody has, with a port that the system chose.</summary>
    public IPEndPoint Next()
    {
        var address = new IPAddress([.. _net, ++_last]);
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(address, 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
