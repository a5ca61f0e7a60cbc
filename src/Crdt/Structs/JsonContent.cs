using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>Values as JSON text, one or more. Yjs wrote these before 2020; today they are only read and kept.</summary>
internal sealed class JsonContent(ValueRun values) : Content
{
    /// <summary>How the one value that JSON lacks is written.</summary>
    public const string UndefinedText = "undefined";

    private ValueRun _values = values;

    public override byte Reference => 2;

    public override long Length => _values.Length;

    public override Any LastValue => _values.Span[^1];

    public override Any ValueAt(int offset) => _values.Span[offset];

    public override void AppendTo(List<Any> values) => values.AddRange(_values.Span);

    public override Content Copy() => new JsonContent(new ValueRun(_values.Span.ToArray()));

    public override Content SplitAt(long offset) => new JsonContent(_values.SplitAt((int)offset));

    public override bool MergeWith(Content right)
    {
        _values.Append(((JsonContent)right)._values);
        return true;
    }

    public override void Write(UpdateEncoder encoder, long offset)
    {
        encoder.WriteLength(_values.Length - offset);
        foreach (var value in _values.Span[(int)offset..])
            encoder.WriteString(value.IsUndefined ? UndefinedText : JsonText.Write(value));
    }
}
