using Tacit.Crdt;

namespace Tacit.Client.Rich;

/// <summary>Writes rich text as the JSON of ProseMirror, which Tiptap reads.</summary>
public static class RichJson
{
    /// <summary>The node, with what is in it.</summary>
    public static AnyObject Write(RichNode node)
    {
        var json = new AnyObject { ["type"] = node.Name };
        if (node.Attributes.Count > 0)
            json["attrs"] = Plain(node.Attributes);
        if (node.IsText)
            json["text"] = node.Text;
        if (node.Children.Count > 0)
            json["content"] = Any.Array([.. node.Children.Select(child => (Any)Write(child))]);
        if (node.Marks.Count > 0)
            json["marks"] = Any.Array([.. node.Marks.Select(mark => (Any)Write(mark))]);
        return json;
    }

    private static AnyObject Write(RichMark mark)
    {
        var json = new AnyObject { ["type"] = mark.Name };
        if (mark.Attributes.Count > 0)
            json["attrs"] = Plain(mark.Attributes);
        return json;
    }

    // Types and documents have no place in JSON.
    private static AnyObject Plain(AnyObject values)
    {
        var plain = new AnyObject();
        foreach (var (name, value) in values)
            plain[name] = value.Kind is AnyKind.Shared or AnyKind.Document or AnyKind.Undefined ? Any.Null : value;
        return plain;
    }
}
