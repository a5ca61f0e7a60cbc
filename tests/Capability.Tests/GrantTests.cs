using Tacit.Crypto;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Capability.Tests;

public sealed class GrantTests
{
    private static readonly SeededBytes Bytes = new(3);
    private static readonly SigningKey Signer = new(Bytes.Next(32));
    private static readonly SigningKey Other = new(Bytes.Next(32));
    private static readonly ChannelId Channel = ChannelId.Read(Bytes.Next(32));
    private static readonly byte[] Author = Bytes.Next(32);

    [Theory]
    [InlineData(Role.Writer, 0, 0, GrantedBy.WriteKey)]
    [InlineData(Role.Writer, 1_800_000_000, 7, GrantedBy.WriteKey)]
    [InlineData(Role.Writer, 0, 0, GrantedBy.OwnerKey)]
    [InlineData(Role.Admin, WireReader.VarintMax, 0, GrantedBy.OwnerKey)]
    public void A_grant_reads_back_and_verifies(Role role, long expiry, long epoch, GrantedBy by)
    {
        var grant = Again(Grants.Issue(Signer, Channel, Author, role, expiry, epoch, by));

        Assert.Equal((role, expiry, epoch, by), (grant.Role, grant.Expiry, grant.Epoch, grant.By));
        Assert.Equal(Author, grant.AuthorKey.ToArray());
        Assert.True(Grants.Verify(grant, Channel, Signer.PublicKey.Span));
    }

    [Fact]
    public void A_grant_holds_for_its_signer_and_its_channel_alone()
    {
        var grant = Grants.Issue(Signer, Channel, Author, Role.Writer, 0, 0, GrantedBy.WriteKey);

        Assert.False(Grants.Verify(grant, Channel, Other.PublicKey.Span));
        Assert.False(Grants.Verify(grant, ChannelId.Read(Bytes.Next(32)), Signer.PublicKey.Span));
        Assert.False(Grants.Verify(grant, Channel, []));
    }

    [Fact]
    public void No_field_of_a_grant_can_be_changed()
    {
        var writer = new WireWriter();
        Grants.Issue(Signer, Channel, Author, Role.Writer, 300, 2, GrantedBy.WriteKey).Write(writer);

        Fuzz.Run(500, random =>
        {
            var damaged = random.Damage(writer.ToArray());
            var reader = new WireReader(damaged);
            Assert.False(
                Grant.TryRead(ref reader, out var grant) && reader.AtEnd
                && Grants.Verify(grant, Channel, Signer.PublicKey.Span));
        });
    }

    [Theory]
    [InlineData(Role.Admin, 0, 0, GrantedBy.WriteKey)]
    [InlineData(Role.Reader, 0, 0, GrantedBy.OwnerKey)]
    [InlineData(Role.Writer, 0, 1, GrantedBy.OwnerKey)]
    [InlineData(Role.Writer, -1, 0, GrantedBy.OwnerKey)]
    [InlineData(Role.Writer, 0, 0, (GrantedBy)3)]
    public void Nobody_grants_what_no_key_can(Role role, long expiry, long epoch, GrantedBy by) =>
        Assert.Throws<ArgumentException>(() =>
            Grants.Issue(Signer, Channel, Author, role, expiry, epoch, by));

    [Fact]
    public void A_write_key_makes_no_admin_even_with_a_good_signature()
    {
        var writer = new WireWriter().Bytes("tacit/grant/1\0\0\0"u8).ChannelId(Channel);
        var unsigned = new Grant(Author, Role.Admin, 0, 0, GrantedBy.WriteKey, default);
        unsigned.WriteSigned(writer);
        var forged = new Grant(Author, Role.Admin, 0, 0, GrantedBy.WriteKey, Signer.Sign(writer.Written));

        Assert.True(Ed25519.Verify(Signer.PublicKey.Span, writer.Written, forged.Signature.Span));
        Assert.False(Grants.Verify(forged, Channel, Signer.PublicKey.Span));
    }

    private static Grant Again(Grant grant)
    {
        var writer = new WireWriter();
        grant.Write(writer);
        var reader = new WireReader(writer.Written);
        Assert.True(Grant.TryRead(ref reader, out var read) && reader.AtEnd);
        return read;
    }
}
