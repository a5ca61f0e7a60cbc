using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>JSON-like values, one or more.</summary>
internal sealed class AnyContent(ValueRun values) : Content
{
    private ValueRun _values = values;

    public AnyContent(params Any[] values)
        : this(new ValueRun(values))
    {
    }

    public override byte Reference => 8;

    public override long Length => _values.Length;

    public override Any LastValue => _values.Span[^1];

    public override Any ValueAt(int offset) => _values.Span[offset];

    public override void AppendTo(List<Any> values) => values.AddRange(_values.Span);

    public override Content Copy() => new AnyContent(_values.Span.ToArray());

    public override Content SplitAt(long offset) => new AnyContent(_values.SplitAt((int)offset));

    public override bool MergeWith(Content right)
    {
        _values.Append(((AnyContent)right)._values);
        return true;
    }

    public override void Write(UpdateEncoder encoder, long offset)
    {
        encoder.WriteLength(_values.Length - offset);
        foreach (var value in _values.Span[(int)offset..])
            encoder.WriteAny(value);
    }
}
