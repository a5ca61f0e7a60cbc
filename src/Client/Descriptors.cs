using Tacit.Capability;
using Tacit.Seal;

namespace Tacit.Client;

/// <summary>The public facts of a channel, where they can be computed.</summary>
internal static class Descriptors
{
    /// <summary>
    /// The descriptor of an own link: all keys follow from its secret, and the channel id says which policy is right.
    /// Null for other links, and where the secret is not the channel's.
    /// </summary>
    public static Descriptor? Of(Link link)
    {
        if (link.Kind != CapabilityKind.Own)
            return null;
        using var write = KeyTree.Narrow(link.Secret);
        using var read = KeyTree.Narrow(write);
        return Enum.GetValues<AppendPolicy>()
            .Select(policy => new Descriptor(
                link.Layer,
                policy,
                KeyTree.PublicKey(link.Secret),
                KeyTree.PublicKey(write),
                KeyTree.PublicKey(read)))
            .FirstOrDefault(one => one.Id == link.Channel);
    }
}
