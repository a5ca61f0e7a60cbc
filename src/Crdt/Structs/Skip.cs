using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>Clocks that an update knows nothing about, between others that it does. Reference 10.</summary>
internal sealed class Skip : Struct
{
    public const byte Reference = 10;

    public Skip(long client, long clock, long length)
        : base(client, clock, length) => IsDeleted = true;

    public override bool MergeWith(Struct right)
    {
        if (right is not Skip)
            return false;
        Length += right.Length;
        return true;
    }

    public override void Write(UpdateEncoder encoder, long offset)
    {
        encoder.WriteInfo(Reference);
        // Not in the column of lengths: a gap is as long as it is and would only break its runs.
        encoder.Rest.WriteVarUint(Length - offset);
    }
}
