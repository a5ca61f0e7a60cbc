using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>Bytes, as one element.</summary>
internal sealed class BinaryContent(byte[] bytes) : Content
{
    public override byte Reference => 3;

    public override Any LastValue => Any.Own(bytes);

    public override Content Copy() => new BinaryContent(bytes);

    public override void Write(UpdateEncoder encoder, long offset) => encoder.WriteBytes(bytes);
}
