using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tacit.Link.Tcp;
using Tacit.Wire;

namespace Tacit.Server.Cluster;

/// <summary>Which node of a cluster a process is.</summary>
/// <param name="Topology">The cluster.</param>
/// <param name="Self">The node.</param>
/// <param name="Secret">What all nodes know.</param>
/// <param name="Security">TLS between nodes; null for none.</param>
public sealed record NodeSettings(
    Topology Topology, TopologyNode Self, ReadOnlyMemory<byte> Secret, LinkSecurity? Security)
{
    private const int SecretSizeMax = 4096;

    /// <summary>Finds a node in a topology, and reads the files that it names.</summary>
    /// <param name="topology">The cluster.</param>
    /// <param name="id">Which node.</param>
    /// <param name="secretFile">The file of the secret, in place of the one that the topology names.</param>
    /// <exception cref="TopologyException">There is no such node, or a file cannot be used.</exception>
    public static NodeSettings Read(Topology topology, NodeId id, string? secretFile)
    {
        var self = topology.Find(id)
            ?? throw new TopologyException($"there is no {id} in the topology; it has {Names(topology)}");
        var secret = ReadSecret(secretFile ?? topology.SecretFile);
        return new(topology, self, secret, topology.Tls is { } tls ? ReadSecurity(tls) : null);
    }

    /// <summary>Who the node is to its peers, in this start of the process.</summary>
    public LinkIdentity MakeIdentity() =>
        new(Self.Id, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))), Secret.Span);

    /// <summary>Reads the cluster's secret.</summary>
    /// <exception cref="TopologyException">It is not named, cannot be read or is too short.</exception>
    public static byte[] ReadSecret(string? file)
    {
        if (file is null)
        {
            throw new TopologyException(
                "the nodes of a cluster need a secret in common: name it by \"secretFile\" or --secret-file; "
                + "head -c 32 /dev/urandom | base64 makes one");
        }

        // Spaces and line ends around it are no part of it: editors add them.
        var secret = System.Text.Encoding.UTF8.GetBytes(Guarded(file, File.ReadAllText).Trim());
        if (secret.Length is < LinkIdentity.SecretLengthMin or > SecretSizeMax)
        {
            throw new TopologyException(
                $"{file} has {secret.Length} bytes; a secret has {LinkIdentity.SecretLengthMin} to {SecretSizeMax}");
        }

        return secret;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Used as long as the process runs.")]
    private static LinkSecurity ReadSecurity(TopologyTls tls) => new(
        Guarded(tls.Certificate, _ => X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key)),
        Guarded(tls.Authority, X509CertificateLoader.LoadCertificateFromFile));

    private static T Guarded<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new TopologyException($"{file} cannot be used: {exception.Message}");
        }
    }

    private static string Names(Topology topology) => string.Join(", ", topology.Nodes.Select(node => $"{node.Id}"));
}
