using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tacit.Link.Tcp;
using Tacit.Wire;

namespace Tacit.Link.Tests;

/// <summary>Links inside TLS, with certificates of an authority that the cluster has for itself.</summary>
public sealed class TlsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Nodes_of_one_authority_are_linked_and_the_proofs_are_bound_to_the_certificate()
    {
        using var authority = Authority();
        await using var storage = await TestNode.ListenAsync(
            TestNode.Identity(NodeId.Storage), security: Security(authority));
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core), security: Security(authority));
        core.Links.Dial(NodeId.Storage, storage.Address);
        await core.Role.FirstOpened.WaitAsync(Patience);
        await storage.Role.FirstOpened.WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_has_a_certificate_of_another_authority_or_none_gets_no_link()
    {
        using var authority = Authority();
        using var other = Authority();
        await using var storage = await TestNode.ListenAsync(
            TestNode.Identity(NodeId.Storage), security: Security(authority));
        await using var stranger = TestNode.Caller(TestNode.Identity(NodeId.Core), security: Security(other));
        await using var plain = TestNode.Caller(TestNode.Identity(NodeId.Core, 2));
        stranger.Links.Dial(NodeId.Storage, storage.Address);
        plain.Links.Dial(NodeId.Storage, storage.Address);

        await stranger.Log.ContainsAsync("no link to storage:0");
        await plain.Log.ContainsAsync("no link to storage:0");
        Assert.Empty(storage.Role.Heard);
    }

    [Fact]
    public void Another_certificate_is_another_binding()
    {
        using var authority = Authority();
        var (one, two) = (Security(authority), Security(authority));
        Assert.Equal(SHA256.HashSizeInBytes, one.Binding.Length);
        Assert.NotEqual(one.Binding, two.Binding);
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static LinkSecurity Security(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node of a test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var serial = RandomNumberGenerator.GetBytes(8);
        var certificate = request.Create(authority, now.AddHours(-1), now.AddHours(1), serial);
        return new(certificate.CopyWithPrivateKey(key), X509CertificateLoader.LoadCertificate(authority.RawData));
    }
}
