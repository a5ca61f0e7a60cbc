using System.Text.Json.Nodes;
using Tacit.Crdt;

namespace Tacit.Bench.Crdt;

/// <summary>Cases that would show a cost growing with the square, each at two sizes.</summary>
internal static class Growth
{
    /// <summary>Single characters anywhere in a text that grows with them.</summary>
    public static JsonObject RandomEdits(int count) => Cases.Time(() =>
    {
        var doc = new Doc(new DocOptions { ClientId = 1 });
        var text = doc.GetText("text");
        var random = new Random(1);
        for (var i = 0; i < count; i++)
            text.Insert(random.Next(text.Length + 1), "a");
        return new JsonObject { ["length"] = text.Length };
    });

    /// <summary>Deletes every other character of a long text, from random places.</summary>
    public static JsonObject Deletes(int count)
    {
        var doc = new Doc(new DocOptions { ClientId = 1 });
        var text = doc.GetText("text");
        text.Insert(0, new string('a', count * 2));
        return Cases.Time(() =>
        {
            var random = new Random(1);
            for (var i = 0; i < count; i++)
                text.Delete(random.Next(text.Length), 1);
            return new JsonObject { ["length"] = text.Length };
        });
    }

    /// <summary>So many clients insert at the start of an empty text without knowing of one another. Their updates
    /// come in ascending order, which is the worse one.</summary>
    public static JsonObject Conflicts(int count)
    {
        var updates = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            var writer = new Doc(new DocOptions { ClientId = i + 1 });
            writer.GetText("text").Insert(0, "a");
            updates.Add(writer.EncodeStateAsUpdate());
        }
        return Cases.Time(() =>
        {
            var doc = new Doc();
            foreach (var update in updates)
                doc.ApplyUpdate(update);
            return new JsonObject { ["length"] = doc.GetText("text").Length };
        });
    }

    /// <summary>Merges the first updates of the paper without a document.</summary>
    public static JsonObject Merge(string data, int count)
    {
        var (patches, _) = Traces.Read(Cases.Paper(data));
        var (_, updates) = Cases.TypePaper(patches[..count], UpdateFormat.V1);
        return Cases.Time(() =>
        {
            var merged = Updates.Merge([.. updates.Select(update => (ReadOnlyMemory<byte>)update)]);
            return new JsonObject { ["bytes"] = merged.Length };
        });
    }
}
