using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>A marker in text: from here on, the attribute has this value; null ends it.</summary>
internal sealed class FormatContent(string key, Any value) : Content
{
    public string Key { get; } = key;

    public Any Value { get; } = value;

    public override byte Reference => 6;

    public override bool IsCountable => false;

    public override Content Copy() => new FormatContent(Key, Value);

    public override void Integrate(Transaction transaction, Item item)
    {
        // Markers count visible elements only, and Yjs gives them up where formats stand between.
        item.Parent.Markers = null;
        item.Parent.HasFormatting = true;
    }

    public override void Write(UpdateEncoder encoder, long offset)
    {
        encoder.WriteKey(Key);
        encoder.WriteJson(Value);
    }
}
