using System.Text;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>Text with attributes on ranges, embedded values and nested types. Indices count UTF-16 units, and one
/// for each embed; a surrogate pair that is split turns into two replacement characters, as in Yjs.</summary>
public class YText : SharedType
{
    private List<Action>? _unintegrated;

    /// <summary>A text with content, to be put into a document.</summary>
    public YText(string text = "")
        : this(new Branch(BranchKind.Text))
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0)
            Insert(0, text);
    }

    internal YText(Branch branch)
        : base(branch)
    {
    }

    /// <summary>UTF-16 units and embeds. 0 before the text is in a document.</summary>
    public int Length => checked((int)Branch.Length);

    /// <summary>Inserts text that gets the attributes of what stands before it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is beyond the end.</exception>
    public void Insert(int index, string text) => InsertText(index, text, null);

    /// <summary>Inserts text with exactly these attributes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is beyond the end.</exception>
    public void Insert(int index, string text, AnyObject attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        InsertText(index, text, attributes);
    }

    /// <summary>Inserts a value or a shared type that stands in the text as one character would.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is beyond the end.</exception>
    public void InsertEmbed(int index, Any embed, AnyObject? attributes = null) => EditOrKeep(() =>
    {
        RequireRange(index, 0, Length);
        Edit(transaction =>
        {
            var position = TextPosition.Find(transaction, Branch, index, attributes is null);
            TextEditing.Insert(transaction, Branch, position, EmbedFor(embed), attributes ?? []);
        });
    });

    /// <summary>Deletes a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It goes beyond the end.</exception>
    public void Delete(int index, int length) => EditOrKeep(() =>
    {
        RequireRange(index, length, Length);
        if (length == 0)
            return;
        Edit(transaction =>
            TextEditing.Delete(transaction, TextPosition.Find(transaction, Branch, index, true), length));
    });

    /// <summary>Gives a range attributes; null takes one away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It goes beyond the end.</exception>
    public void Format(int index, int length, AnyObject attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        EditOrKeep(() =>
        {
            RequireRange(index, length, Length);
            if (length == 0)
                return;
            Edit(transaction =>
            {
                var position = TextPosition.Find(transaction, Branch, index, false);
                if (position.Right is not null)
                    TextEditing.Format(transaction, Branch, position, length, attributes);
            });
        });
    }

    /// <summary>Applies the steps of a delta from the start.</summary>
    /// <param name="delta">In Quill's notation.</param>
    /// <param name="sanitize">False drops a line break at the very end, which editors like Quill always show.</param>
    public void ApplyDelta(IReadOnlyList<DeltaOp> delta, bool sanitize = true)
    {
        ArgumentNullException.ThrowIfNull(delta);
        EditOrKeep(() => Edit(transaction =>
        {
            var position = new TextPosition(null, Branch.Start, 0, new FormatMap());
            for (var i = 0; i < delta.Count; i++)
                Apply(transaction, position, delta[i], !sanitize && i == delta.Count - 1);
        }));
    }

    /// <summary>The text with its attributes, as insertions; at a snapshot, or as changes between two.</summary>
    /// <param name="snapshot">What to show; null for now.</param>
    /// <param name="since">What to compare with: what came and went since then gets the attribute
    /// <c>ychange</c>.</param>
    /// <param name="describe">Makes the value of that attribute from "added" or "removed" and the element; by
    /// default an object with that word as its type.</param>
    public IReadOnlyList<DeltaOp> ToDelta(Snapshot? snapshot = null, Snapshot? since = null,
        Func<string, Id, Any>? describe = null)
    {
        var doc = RequireDoc();
        if (snapshot is null && since is null)
            return new TextReading(Branch, null, null, describe).Read();
        IReadOnlyList<DeltaOp> delta = [];
        // Items are split for the snapshots, and merge again when the transaction ends.
        doc.Transact(transaction =>
        {
            snapshot?.Split(transaction);
            since?.Split(transaction);
            delta = new TextReading(Branch, snapshot, since, describe).Read();
        }, "cleanup");
        return delta;
    }

    /// <summary>The value of an attribute of the text as a whole, undefined when it has none.</summary>
    public Any GetAttribute(string name) => MapEditing.Get(Branch, name);

    /// <summary>All attributes of the text as a whole.</summary>
    public IEnumerable<KeyValuePair<string, Any>> GetAttributes() => MapEditing.Entries(Branch);

    /// <summary>Sets an attribute of the text as a whole.</summary>
    public void SetAttribute(string name, Any value) =>
        EditOrKeep(() => Edit(transaction => MapEditing.Set(transaction, Branch, name, value)));

    /// <summary>Deletes an attribute of the text as a whole.</summary>
    public void RemoveAttribute(string name) =>
        EditOrKeep(() => Edit(transaction => MapEditing.Delete(transaction, Branch, name)));

    /// <summary>A copy that is in no document.</summary>
    /// <exception cref="InvalidOperationException">This is in no document itself.</exception>
    public YText Clone() => (YText)CloneWithin(NestingMax);

    /// <summary>The characters, without attributes and embeds.</summary>
    public override string ToString() => PlainText();

    internal override Any ToJson(int depthLeft) => PlainText();

    internal override SharedType CloneWithin(int depthLeft)
    {
        var clone = CreateEmpty();
        clone.ApplyDelta([.. ToDelta().Select(step =>
            step.Value.AsShared is null ? step : DeltaOp.Insert(Clone(step.Value, depthLeft), step.Attributes))]);
        return clone;
    }

    internal override void OnIntegrated()
    {
        var edits = _unintegrated;
        _unintegrated = null;
        foreach (var edit in edits ?? [])
            edit();
    }

    private protected virtual YText CreateEmpty() => new();

    private protected string PlainText()
    {
        var builder = new StringBuilder();
        for (var item = Branch.Start; item is not null; item = item.Right)
        {
            if (!item.IsDeleted && item.Content is TextContent text)
                builder.Append(text.Span);
        }
        return builder.ToString();
    }

    private static Content EmbedFor(Any embed) => embed.AsShared is not null
        ? ListEditing.ContentFor(embed)
        : new EmbedContent(embed);

    private void InsertText(int index, string text, AnyObject? attributes)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return;
        if (Branch.Doc is { } doc)
            doc.Transact(transaction => InsertText(transaction, index, text, attributes));
        else
            (_unintegrated ??= []).Add(() => InsertText(index, text, attributes));
    }

    private void InsertText(Transaction transaction, int index, string text, AnyObject? attributes)
    {
        RequireRange(index, 0, Length);
        var position = TextPosition.Find(transaction, Branch, index, attributes is null);
        TextEditing.Insert(transaction, Branch, position, new TextContent(TextContent.WellFormed(text)),
            attributes ?? position.Attributes.ToObject());
    }

    private void Apply(Transaction transaction, TextPosition position, DeltaOp step, bool dropsLineBreak)
    {
        switch (step.Kind)
        {
            case DeltaKind.Retain:
                TextEditing.Format(transaction, Branch, position, step.Length, step.Attributes ?? []);
                break;
            case DeltaKind.Delete:
                TextEditing.Delete(transaction, position, step.Length);
                break;
            case DeltaKind.Insert when step.Value.AsString is { } text:
                if (dropsLineBreak && position.Right is null && text.EndsWith('\n'))
                    text = text[..^1];
                if (text.Length > 0)
                {
                    TextEditing.Insert(transaction, Branch, position,
                        new TextContent(TextContent.WellFormed(text)), step.Attributes ?? []);
                }
                break;
            case DeltaKind.Insert:
            default:
                TextEditing.Insert(transaction, Branch, position, EmbedFor(step.Value), step.Attributes ?? []);
                break;
        }
    }

    private void EditOrKeep(Action edit)
    {
        if (Branch.Doc is null)
            (_unintegrated ??= []).Add(edit);
        else
            edit();
    }
}
