using System.Text;

namespace Tacit.Crdt.Structs;

/// <summary>Reads a text with its attributes, now, at a snapshot, or as what changed between two.</summary>
internal sealed class TextReading(Branch text, Snapshot? snapshot, Snapshot? since, Func<string, Id, Any>? describe)
{
    private const string ChangeAttribute = "ychange";

    private readonly List<DeltaOp> _delta = [];
    private readonly FormatMap _current = new();
    private readonly StringBuilder _run = new();

    public IReadOnlyList<DeltaOp> Read()
    {
        for (var item = text.Start; item is not null; item = item.Right)
        {
            var isShown = Shows(snapshot, item);
            if (!isShown && (since is null || !Shows(since, item)))
                continue;
            switch (item.Content)
            {
                case TextContent content:
                    MarkChange(item, isShown);
                    _run.Append(content.Span);
                    break;
                case TypeContent or EmbedContent:
                    Flush();
                    _delta.Add(DeltaOp.Insert(item.Content.LastValue, _current.ToObject()));
                    break;
                case FormatContent format when isShown:
                    Flush();
                    _current.Apply(format);
                    break;
            }
        }
        Flush();
        return _delta;
    }

    private static bool Shows(Snapshot? at, Item item) => at?.Shows(item) ?? !item.IsDeleted;

    private void MarkChange(Item item, bool isShown)
    {
        if (snapshot is not null && !isShown)
        {
            Mark(item, "removed");
        }
        else if (since is not null && !Shows(since, item))
        {
            Mark(item, "added");
        }
        else if (_current.TryGet(ChangeAttribute, out _))
        {
            Flush();
            _current.Remove(ChangeAttribute);
        }
    }

    private void Mark(Item item, string change)
    {
        if (_current.TryGet(ChangeAttribute, out var current) && current.AsObject is { } told
            && told["user"].AsNumber == item.Client && told["type"].AsString == change)
        {
            return;
        }
        Flush();
        _current.Set(ChangeAttribute, describe?.Invoke(change, item.Id) ?? new AnyObject { ["type"] = change });
    }

    private void Flush()
    {
        if (_run.Length == 0)
            return;
        _delta.Add(DeltaOp.Insert(_run.ToString(), _current.ToObject()));
        _run.Clear();
    }
}
