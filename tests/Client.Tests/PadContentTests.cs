using Tacit.Crdt;
using Tacit.Seeds;

namespace Tacit.Client.Tests;

/// <summary>What strangers may put into the entries of a pad.</summary>
public sealed class PadContentTests
{
    [Fact]
    public void Whatever_the_bytes_they_are_read_or_refused_at_a_place_within_them() => Fuzz.Run(300, random =>
    {
        var doc = new Doc();
        doc.GetText("text").Insert(0, "hello");
        byte[][] sources =
        [
            PadContent.WriteUpdate(DateTimeOffset.UnixEpoch, "page", doc.EncodeStateAsUpdate()),
            PadContent.WriteAll(
                doc.EncodeStateAsUpdate(UpdateFormat.V2),
                [new("page", doc.EncodeStateAsUpdate(UpdateFormat.V2)), new("other", [])]),
        ];
        for (var i = 0; i < 200; i++)
        {
            var bytes = sources[i % 2].ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes = bytes[..random.Next(bytes.Length + 1)];

            var fault = PadContent.TryRead(bytes, out var content, out var offset);

            Assert.InRange(offset, 0, bytes.Length);
            Assert.Equal(fault == PadContentFault.None, content.Documents.Count > 0);
            if (fault == PadContentFault.None)
                _ = new PadReplica().Apply(content);
        }
    });

    [Fact]
    public void A_guid_that_no_entry_could_name_is_refused_before_anything_is_written()
    {
        var tooLong = new string('é', (PadContent.GuidSizeMax / 2) + 1);

        Assert.Throws<ArgumentException>(() => PadContent.WriteUpdate(DateTimeOffset.UnixEpoch, tooLong, []));
        Assert.Throws<ArgumentException>(() => PadContent.WriteAll([], [new(tooLong, [])]));
        Assert.Throws<ArgumentException>(() => PadContent.WriteAll([], [new("", [])]));
        Assert.Throws<ArgumentException>(() => PadContent.WriteAll([], [new("a", []), new("a", [])]));
    }
}
