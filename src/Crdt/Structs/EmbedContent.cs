using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>A value that stands in text as one character would: an image, a formula.</summary>
internal sealed class EmbedContent(Any embed) : Content
{
    public override byte Reference => 5;

    public override Any LastValue => embed;

    public override Content Copy() => new EmbedContent(embed);

    public override void Write(UpdateEncoder encoder, long offset) => encoder.WriteJson(embed);
}
