using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;

namespace Tacit.Client;

/// <summary>
/// A channel that nobody has opened yet: its keys and links. Drawing one asks no server; the first who joins with the
/// own or edit link and <see cref="Descriptor"/> at hand makes it there. Dispose of it to wipe the links.
/// </summary>
public sealed class NewChannel : IDisposable
{
    private NewChannel(ChannelKind kind, string origin, Secret owner, Secret write, Secret read)
    {
        Descriptor = new(
            kind,
            AppendPolicy.Writers,
            KeyTree.PublicKey(owner),
            KeyTree.PublicKey(write),
            KeyTree.PublicKey(read));
        Own = new(origin, kind, CapabilityKind.Own, 0, Descriptor.Id, owner);
        Edit = new(origin, kind, CapabilityKind.Edit, 0, Descriptor.Id, write);
        View = new(origin, kind, CapabilityKind.View, 0, Descriptor.Id, read);
    }

    /// <summary>The channel's public facts.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>Lets its holder do everything.</summary>
    public Link Own { get; }

    /// <summary>Lets its holder write and read.</summary>
    public Link Edit { get; }

    /// <summary>Lets its holder read.</summary>
    public Link View { get; }

    /// <summary>Draws the keys of a new channel.</summary>
    /// <param name="kind">What it is used for.</param>
    /// <param name="origin">The server, as in <c>https://pads.example</c>.</param>
    /// <param name="secrets">Makes keys.</param>
    public static NewChannel Draw(ChannelKind kind, string origin, RandomNumberGenerator secrets)
    {
        using var owner = Secret.Draw(secrets);
        using var write = KeyTree.Narrow(owner);
        using var read = KeyTree.Narrow(write);
        return new(kind, origin, owner, write, read);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Own.Dispose();
        Edit.Dispose();
        View.Dispose();
    }
}
