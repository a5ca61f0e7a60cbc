namespace Tacit.Crdt.Tests;

/// <summary>What docs/crdt.md says, done.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void The_insertion_of_the_document_gives_the_bytes_it_shows_and_both_read_the_same()
    {
        var ann = new Doc(new DocOptions { ClientId = 1 });
        var ben = new Doc(new DocOptions { ClientId = 2 });
        ann.GetText("t").Insert(0, "AB");
        ben.ApplyUpdate(ann.EncodeStateAsUpdate());
        byte[] fromAnn = [], fromBen = [];
        ann.Updated += update => fromAnn = update.Bytes;
        ben.Updated += update => fromBen = update.Bytes;

        ann.GetText("t").Insert(1, "x");
        ben.GetText("t").Insert(1, "y");
        Assert.Equal(Convert.FromHexString("01010102c401000101017800"), fromAnn);
        var (x, y) = (fromAnn, fromBen);
        ben.ApplyUpdate(x);
        ann.ApplyUpdate(y);

        Assert.Equal("AxyB", ann.GetText("t").ToString());
        Assert.Equal("AxyB", ben.GetText("t").ToString());
        ben.GetText("t").Delete(3, 1);
        Assert.Equal("Axy", ben.GetText("t").ToString());
    }

    [Fact]
    public void The_ten_lines_of_the_document_work()
    {
        var doc = new Doc();
        var sent = new List<byte[]>();
        doc.Updated += update => sent.Add(update.Bytes);
        var text = doc.GetText("text");
        text.Insert(0, "Hello world");
        text.Format(0, 5, new AnyObject { ["bold"] = true });
        doc.GetMap("meta")["title"] = "A pad";

        var other = new Doc();
        foreach (var update in sent)
            other.ApplyUpdate(update, origin: "network");
        Assert.Equal(text.ToDelta(), other.GetText("text").ToDelta());
        Assert.Equal("A pad", other.GetMap("meta")["title"].AsString);
    }

    [Fact]
    public void Presence_is_shared_renewed_and_dropped_after_silence()
    {
        var time = new ManualTime();
        var (ann, ben) = (new Awareness(1, time), new Awareness(2, time));
        var changes = new List<AwarenessChange>();
        ben.Changed += changes.Add;
        ann.LocalState = new AnyObject { ["name"] = "Ann" };
        ben.Apply(ann.Encode());
        Assert.Equal([1L], changes[^1].Added);
        Assert.Equal("Ann", ben.States[1].AsObject!["name"].AsString);

        time.Now += Awareness.Timeout / 2;
        ann.Tick();
        ben.Apply(ann.Encode());
        time.Now += Awareness.Timeout * 0.75;
        ben.Tick();
        Assert.Contains(1L, ben.States.Keys);
        time.Now += Awareness.Timeout / 2;
        ben.Tick();
        Assert.DoesNotContain(1L, ben.States.Keys);
    }

    [Fact]
    public void Nobody_else_can_send_a_client_away()
    {
        var (ann, ben) = (new Awareness(1), new Awareness(2));
        ann.LocalState = new AnyObject { ["name"] = "Ann" };
        ben.Apply(ann.Encode());
        ben.Remove([1], null);
        ann.Apply(ben.Encode([1]));
        Assert.NotNull(ann.LocalState);
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
