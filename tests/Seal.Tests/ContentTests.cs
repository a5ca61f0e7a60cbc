using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Seal.Tests;

public sealed class ContentTests
{
    [Fact]
    public void Padding_comes_off_and_its_buckets_grow_by_an_eighth_at_most() => Fuzz.Run(300, random =>
    {
        var content = random.Bytes(random.Next(1 << random.Next(1, 17)));
        var padded = Padding.Pad(content, 64, int.MaxValue);

        Assert.Equal(Padding.BucketOf(content.Length), padded.Length);
        Assert.True(Padding.TryUnpad(padded, out var length));
        Assert.Equal(content.Length, length);
        if (content.Length > 512)
            Assert.InRange(padded.Length, content.Length + 1, (content.Length + 1) * 1.12);
    });

    [Fact]
    public void Buckets_are_few()
    {
        var buckets = Enumerable.Range(0, 1 << 16).Select(length => Padding.BucketOf(length)).Distinct().ToList();

        Assert.Equal(buckets.Order(), buckets);
        Assert.InRange(buckets.Count, 50, 120);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 1, 2, 3, 0 })]
    public void What_does_not_end_in_padding_does_not_open(byte[] bytes) =>
        Assert.False(Padding.TryUnpad(bytes, out _));

    [Fact]
    public void Snapshot_content_reads_back_and_damage_never_throws() => Fuzz.Run(300, random =>
    {
        var heads = Enumerable.Range(0, random.Next(6))
            .Select(_ => (new AuthorId((ulong)random.NextInt64(1, long.MaxValue)), random.NextInt64(1, 1000),
                EntryId.Read(random.Bytes(32))))
            .OrderBy(one => one.Item1).ToList();
        var made = new SnapshotContent(heads, random.Bytes(random.Next(50)));
        var writer = new WireWriter();
        made.Write(writer);

        Assert.True(SnapshotContent.TryRead(writer.ToArray(), made.Covers, out var read));
        Assert.Equal(made.Heads, read.Heads);
        Assert.Equal(made.Document.ToArray(), read.Document.ToArray());
        SnapshotContent.TryRead(random.Damage(writer.ToArray()), made.Covers, out _);
        Assert.False(SnapshotContent.TryRead(
            writer.ToArray(), VectorClock.From([(new(1), 1), (new(2), 7)]), out _) && heads.Count != 2);
    });

    [Fact]
    public void Fields_of_another_kind_are_misuse()
    {
        var log = new TestLog();
        var author = log.Join();
        using var keys = log.Keys(0);

        Assert.Throws<ArgumentException>(() => author.Sealer.Seal(keys, EntryKind.Update, new byte[5], []));
        Assert.Throws<ArgumentException>(() => author.Sealer.Seal(keys, EntryKind.Attest, new byte[5], []));
        Assert.Equal(1, author.Sealer.Counter);
    }

    [Fact]
    public void No_box_goes_to_a_key_that_is_no_point_and_none_is_opened_by_another()
    {
        var log = new TestLog();
        var (stays, other) = (log.Join(), log.Join());
        using var secret = KeyTree.Narrow(log.OwnerSecret);
        var fields = EpochChange.Make(
            log.Descriptor.Id, 1, secret, log.ReadSecret(0), [stays.Key.PublicKey, new byte[32]], [], log.Random);

        Assert.Single(fields.Boxes);
        using var opened = EpochChange.OpenBox(fields, stays.Key);
        Assert.True(opened!.Matches(secret));
        Assert.Null(EpochChange.OpenBox(fields, other.Key));
    }
}
