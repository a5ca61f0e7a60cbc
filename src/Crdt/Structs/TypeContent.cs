using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>A shared type nested in another.</summary>
internal sealed class TypeContent(Branch branch) : Content
{
    public Branch Branch { get; } = branch;

    public override byte Reference => 7;

    public override Any LastValue => Branch.Shared;

    public override Content Copy() => new TypeContent(new Branch(Branch.Kind, Branch.Name));

    public override void Integrate(Transaction transaction, Item item) => Branch.Integrate(transaction.Doc, item);

    public override void Write(UpdateEncoder encoder, long offset)
    {
        encoder.WriteTypeRef((int)Branch.Kind);
        if (Branch.Kind is BranchKind.XmlElement or BranchKind.XmlHook)
            encoder.WriteKey(Branch.Name);
    }
}
