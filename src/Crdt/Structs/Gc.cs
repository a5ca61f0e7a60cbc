using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>Clocks whose content and place are forgotten because their parent was deleted. Reference 0.</summary>
internal sealed class Gc : Struct
{
    public Gc(long client, long clock, long length)
        : base(client, clock, length) => IsDeleted = true;

    public override bool MergeWith(Struct right)
    {
        if (right is not Gc)
            return false;
        Length += right.Length;
        return true;
    }

    public override void Write(UpdateEncoder encoder, long offset)
    {
        encoder.WriteInfo(0);
        encoder.WriteLength(Length - offset);
    }
}
