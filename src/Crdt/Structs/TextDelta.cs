using System.Text;

namespace Tacit.Crdt.Structs;

/// <summary>
/// Compares a text before and after a transaction, attributes included, in one walk over its items. Deletes markers
/// that turn out to do nothing on the way, as Yjs does here.
/// </summary>
internal sealed class TextDelta
{
    private readonly TypeEvent _event;
    private readonly Transaction _transaction;
    private readonly List<DeltaOp> _delta = [];
    private readonly FormatMap _current = new();
    private readonly FormatMap _old = new();
    private readonly AnyObject _changes = [];
    private readonly StringBuilder _inserted = new();
    private DeltaKind? _action;
    private long _retained;
    private long _deleted;

    private TextDelta(TypeEvent typeEvent, Transaction transaction)
    {
        _event = typeEvent;
        _transaction = transaction;
    }

    public static IReadOnlyList<DeltaOp> Find(TypeEvent typeEvent)
    {
        IReadOnlyList<DeltaOp> delta = [];
        typeEvent.Transaction.Doc.Transact(transaction => delta = new TextDelta(typeEvent, transaction).Walk());
        return delta;
    }

    private List<DeltaOp> Walk()
    {
        for (var item = _event.TargetBranch.Start; item is not null; item = item.Right)
        {
            switch (item.Content)
            {
                case FormatContent format:
                    Visit(item, format);
                    break;
                case TextContent or TypeContent or EmbedContent:
                    Visit(item);
                    break;
            }
        }
        Flush();
        while (_delta.Count > 0 && _delta[^1] is { Kind: DeltaKind.Retain, Attributes: null })
            _delta.RemoveAt(_delta.Count - 1);
        return _delta;
    }

    private void Visit(Item item)
    {
        if (_event.Adds(item))
        {
            if (!_event.Deletes(item))
                Insert(item);
        }
        else if (_event.Deletes(item))
        {
            Begin(DeltaKind.Delete);
            _deleted += item.Length;
        }
        else if (!item.IsDeleted)
        {
            Begin(DeltaKind.Retain);
            _retained += item.Length;
        }
    }

    private void Insert(Item item)
    {
        if (item.Content is TextContent text)
        {
            Begin(DeltaKind.Insert);
            _inserted.Append(text.Span);
            return;
        }
        Flush();
        _delta.Add(DeltaOp.Insert(item.Content.LastValue, AttributesInForce()));
    }

    private void Visit(Item item, FormatContent format)
    {
        if (_event.Adds(item))
        {
            if (!_event.Deletes(item))
                VisitAdded(item, format);
        }
        else if (_event.Deletes(item))
        {
            _old.Set(format.Key, format.Value);
            var current = _current.ValueOrNull(format.Key);
            if (!FormatMap.AreEqual(current, format.Value))
            {
                FlushIf(DeltaKind.Retain);
                _changes[format.Key] = current;
            }
        }
        else if (!item.IsDeleted)
        {
            VisitKept(item, format);
        }
        if (!item.IsDeleted)
        {
            FlushIf(DeltaKind.Insert);
            _current.Apply(format);
        }
    }

    private void VisitAdded(Item item, FormatContent format)
    {
        if (!FormatMap.AreEqual(_current.ValueOrNull(format.Key), format.Value))
        {
            FlushIf(DeltaKind.Retain);
            if (FormatMap.AreEqual(format.Value, _old.ValueOrNull(format.Key)))
                _changes.Remove(format.Key);
            else
                _changes[format.Key] = format.Value;
        }
        else if (!format.Value.IsNull)
        {
            Deletion.Delete(_transaction, item);
        }
    }

    private void VisitKept(Item item, FormatContent format)
    {
        _old.Set(format.Key, format.Value);
        if (!_changes.TryGetValue(format.Key, out var change) || change.IsUndefined)
            return;
        if (!FormatMap.AreEqual(change, format.Value))
        {
            FlushIf(DeltaKind.Retain);
            if (format.Value.IsNull)
                _changes.Remove(format.Key);
            else
                _changes[format.Key] = format.Value;
        }
        else if (!change.IsNull)
        {
            Deletion.Delete(_transaction, item);
        }
    }

    private void Begin(DeltaKind action)
    {
        if (_action != action)
            Flush();
        _action = action;
    }

    private void FlushIf(DeltaKind action)
    {
        if (_action == action)
            Flush();
    }

    private void Flush()
    {
        switch (_action)
        {
            case DeltaKind.Delete when _deleted > 0:
                _delta.Add(DeltaOp.Delete(checked((int)_deleted)));
                break;
            case DeltaKind.Insert when _inserted.Length > 0:
                _delta.Add(DeltaOp.Insert(_inserted.ToString(), AttributesInForce()));
                break;
            case DeltaKind.Retain when _retained > 0:
                var changes = new AnyObject();
                foreach (var (key, value) in _changes)
                    changes[key] = value;
                _delta.Add(DeltaOp.Retain(checked((int)_retained), changes));
                break;
        }
        (_deleted, _retained) = (0, 0);
        _inserted.Clear();
        _action = null;
    }

    private AnyObject AttributesInForce()
    {
        var attributes = new AnyObject();
        foreach (var (key, value) in _current.Entries)
        {
            if (!value.IsNull)
                attributes[key] = value;
        }
        return attributes;
    }
}
