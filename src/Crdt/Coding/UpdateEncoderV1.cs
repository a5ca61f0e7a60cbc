namespace Tacit.Crdt.Coding;

/// <summary>Version 1: everything in one stream, in the order written.</summary>
internal sealed class UpdateEncoderV1 : UpdateEncoder
{
    public override void WriteLeftId(Id id)
    {
        Rest.WriteVarUint(id.Client);
        Rest.WriteVarUint(id.Clock);
    }

    public override void WriteRightId(Id id) => WriteLeftId(id);

    public override void WriteClient(long client) => Rest.WriteVarUint(client);

    public override void WriteInfo(byte info) => Rest.WriteByte(info);

    public override void WriteString(ReadOnlySpan<char> text) => Rest.WriteVarString(text);

    public override void WriteParentInfo(bool isRootName) => Rest.WriteByte(isRootName ? (byte)1 : (byte)0);

    public override void WriteTypeRef(int typeRef) => Rest.WriteVarUint(typeRef);

    public override void WriteLength(long length) => Rest.WriteVarUint(length);

    public override void WriteJson(Any value) => Rest.WriteVarString(JsonText.Write(value));

    public override void WriteKey(string key) => Rest.WriteVarString(key);

    public override void StartDeletes()
    {
    }

    public override void WriteDeleteClock(long clock) => Rest.WriteVarUint(clock);

    public override void WriteDeleteLength(long length) => Rest.WriteVarUint(length);

    public override byte[] ToArray() => Rest.ToArray();
}
