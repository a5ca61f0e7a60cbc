using Tacit.Crdt.Structs;

namespace Tacit.Crdt.Coding;

/// <summary>
/// The columns in which structs are written. Version 1 puts all of them into one stream, version 2 into ten; what is
/// written, and in which order, is the same.
/// </summary>
internal abstract class UpdateEncoder
{
    [ThreadStatic]
    private static UpdateEncoderV1? _spareV1;

    [ThreadStatic]
    private static UpdateEncoderV2? _spareV2;

    /// <summary>The stream for what has no column of its own: counts, clocks, values, the delete set.</summary>
    public ByteWriter Rest { get; } = new(256);

    public abstract void WriteLeftId(Id id);

    public abstract void WriteRightId(Id id);

    public abstract void WriteClient(long client);

    public abstract void WriteInfo(byte info);

    public abstract void WriteString(ReadOnlySpan<char> text);

    /// <param name="isRootName">Whether the parent follows as the name of a root type, not as an id.</param>
    public abstract void WriteParentInfo(bool isRootName);

    public abstract void WriteTypeRef(int typeRef);

    public abstract void WriteLength(long length);

    /// <summary>Embeds and attribute values: JSON text in version 1, a self-describing value in version 2.</summary>
    public abstract void WriteJson(Any value);

    /// <summary>Names that repeat: attributes and elements.</summary>
    public abstract void WriteKey(string key);

    public void WriteAny(Any value) => AnyCodec.Write(Rest, value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => Rest.WriteVarBytes(bytes);

    /// <summary>Called before the ranges of each client.</summary>
    public abstract void StartDeletes();

    public abstract void WriteDeleteClock(long clock);

    public abstract void WriteDeleteLength(long length);

    /// <summary>
    /// What was written so far as an update; the encoder can then be used again after <see cref="Clear"/>.
    /// </summary>
    public abstract byte[] ToArray();

    public virtual void Clear() => Rest.Clear();

    /// <summary>Writes whole structs, one after another.</summary>
    public virtual void WriteStructs(ReadOnlySpan<Struct> structs)
    {
        foreach (var each in structs)
            each.Write(this, 0);
    }

    /// <summary>
    /// This thread's own encoder, empty: its buffers have grown already. Whoever takes it is done with it before
    /// anybody else's code runs.
    /// </summary>
    public static UpdateEncoder Spare(UpdateFormat format)
    {
        UpdateEncoder encoder = format == UpdateFormat.V1
            ? _spareV1 ??= new UpdateEncoderV1()
            : _spareV2 ??= (UpdateEncoderV2)For(format);
        encoder.Clear();
        return encoder;
    }

    public static UpdateEncoder For(UpdateFormat format) => format switch
    {
        UpdateFormat.V1 => new UpdateEncoderV1(),
        UpdateFormat.V2 => new UpdateEncoderV2(),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
