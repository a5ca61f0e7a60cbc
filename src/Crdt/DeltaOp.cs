namespace Tacit.Crdt;

/// <summary>
/// One step of a change or of a whole text, in the notation of Quill: steps follow one another from the start, and
/// what comes after the last is retained.
/// </summary>
public sealed record DeltaOp
{
    private DeltaOp(DeltaKind kind, int length, IReadOnlyList<Any> values, AnyObject? attributes)
    {
        Kind = kind;
        Length = length;
        Values = values;
        Attributes = attributes is { Count: > 0 } ? attributes : null;
    }

    /// <summary>What this step does.</summary>
    public DeltaKind Kind { get; }

    /// <summary>How many elements: UTF-16 units of text, 1 for each embed or array element.</summary>
    public int Length { get; }

    /// <summary>What is inserted: in text one string, embed or type; in arrays all elements. Else empty.</summary>
    public IReadOnlyList<Any> Values { get; }

    /// <summary>What is inserted into text, <see cref="Any.Undefined"/> in other steps.</summary>
    public Any Value => Values.Count > 0 ? Values[0] : Any.Undefined;

    /// <summary>Attributes of inserted text, or those that a retained range gets (null: loses); else null.</summary>
    public AnyObject? Attributes { get; }

    /// <summary>A step that inserts text, an embed or a shared type.</summary>
    public static DeltaOp Insert(Any value, AnyObject? attributes = null) =>
        new(DeltaKind.Insert, value.AsString?.Length ?? 1, [value], attributes);

    /// <summary>A step that inserts elements of an array.</summary>
    public static DeltaOp InsertValues(IReadOnlyList<Any> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DeltaOp(DeltaKind.Insert, values.Count, values, null);
    }

    /// <summary>A step over elements that stay.</summary>
    public static DeltaOp Retain(int length, AnyObject? attributes = null) =>
        new(DeltaKind.Retain, length, [], attributes);

    /// <summary>A step over elements that go.</summary>
    public static DeltaOp Delete(int length) => new(DeltaKind.Delete, length, [], null);

    /// <inheritdoc />
    public bool Equals(DeltaOp? other) =>
        other is not null && Kind == other.Kind && Length == other.Length && Values.SequenceEqual(other.Values)
            && (Attributes ?? []).Equals(other.Attributes ?? []);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Length);

    /// <summary>The step as JSON in Quill's notation.</summary>
    public override string ToString() => ToJson().ToString();

    /// <summary>The step as Quill and Yjs write it.</summary>
    public AnyObject ToJson()
    {
        var json = new AnyObject();
        switch (Kind)
        {
            case DeltaKind.Insert:
                json["insert"] = Value.AsShared is { } shared ? shared.ToJson() : Value;
                break;
            case DeltaKind.Retain:
                json["retain"] = Length;
                break;
            default:
                json["delete"] = Length;
                break;
        }
        if (Attributes is not null)
            json["attributes"] = Attributes;
        return json;
    }
}
