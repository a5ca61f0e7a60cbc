using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tacit.Link.Tcp;

/// <summary>TLS for links, on both sides: each shows a certificate of the cluster's own authority.</summary>
/// <param name="certificate">This node's certificate with its key.</param>
/// <param name="authority">Who signed the certificates of all nodes.</param>
public sealed class LinkSecurity(X509Certificate2 certificate, X509Certificate2 authority)
{
    /// <summary>What binds the handshake to the TLS connection: the hash of the listener's certificate.</summary>
    public static byte[] BindingOf(X509Certificate certificate) => SHA256.HashData(certificate.GetRawCertData());

    /// <summary>The binding of connections that this node accepts.</summary>
    public byte[] Binding { get; } = BindingOf(certificate);

    /// <summary>For a connection that is accepted.</summary>
    public SslServerAuthenticationOptions ForListening() => new()
    {
        ServerCertificate = certificate,
        ClientCertificateRequired = true,
        CertificateChainPolicy = Policy(),
    };

    /// <summary>For a connection that is dialed.</summary>
    /// <param name="host">The name or address that the peer's certificate must be for.</param>
    public SslClientAuthenticationOptions ForDialing(string host) => new()
    {
        TargetHost = host,
        ClientCertificates = [certificate],
        CertificateChainPolicy = Policy(),
    };

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }
}
