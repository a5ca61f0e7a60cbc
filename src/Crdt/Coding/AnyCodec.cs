namespace Tacit.Crdt.Coding;

/// <summary>
/// lib0's self-describing values: a tag byte from 127 downwards, then the value. The writer picks the shortest of
/// the forms JavaScript would pick, because equal documents must encode to equal bytes.
/// </summary>
internal static class AnyCodec
{
    private const byte Undefined = 127;
    private const byte Null = 126;
    private const byte Integer = 125;
    private const byte Float32 = 124;
    private const byte Float64 = 123;
    private const byte BigInt = 122;
    private const byte False = 121;
    private const byte True = 120;
    private const byte String = 119;
    private const byte Object = 118;
    private const byte List = 117;
    private const byte Bytes = 116;

    /// <summary>Whole numbers up to here in magnitude are written as varints, larger ones as floats.</summary>
    private const double IntegerMax = int.MaxValue;

    public static Any Read(ref ByteReader reader, int depthMax)
    {
        var tag = reader.ReadByte();
        switch (tag)
        {
            case Undefined: return Any.Undefined;
            case Null: return Any.Null;
            case Integer:
                var magnitude = (double)Math.Abs(reader.ReadVarInt(out var negative));
                return negative ? -magnitude : magnitude;
            case Float32: return (double)reader.ReadFloat32();
            case Float64: return reader.ReadFloat64();
            case BigInt: return Any.BigInt(reader.ReadInt64());
            case False: return false;
            case True: return true;
            case String: return reader.ReadVarString();
            case Bytes: return Any.Own(reader.ReadVarBytes().ToArray());
            case Object or List when depthMax == 0:
                throw reader.Malformed("a value is nested too deep");
            case Object: return ReadObject(ref reader, depthMax - 1);
            case List: return ReadList(ref reader, depthMax - 1);
            default: throw reader.Malformed($"no value has the tag {tag}");
        }
    }

    public static void Write(ByteWriter writer, Any value)
    {
        switch (value.Kind)
        {
            case AnyKind.Null:
                writer.WriteByte(Null);
                break;
            case AnyKind.Boolean:
                writer.WriteByte(value.AsBoolean == true ? True : False);
                break;
            case AnyKind.Number:
                WriteNumber(writer, value.AsNumber!.Value);
                break;
            case AnyKind.BigInt:
                writer.WriteByte(BigInt);
                writer.WriteInt64(value.AsBigInt!.Value);
                break;
            case AnyKind.String:
                writer.WriteByte(String);
                writer.WriteVarString(value.AsString);
                break;
            case AnyKind.Bytes:
                writer.WriteByte(Bytes);
                writer.WriteVarBytes(value.RawBytes);
                break;
            case AnyKind.Array:
                writer.WriteByte(List);
                writer.WriteVarUint(value.RawArray!.Length);
                foreach (var element in value.RawArray)
                    Write(writer, element);
                break;
            case AnyKind.Object:
                writer.WriteByte(Object);
                writer.WriteVarUint(value.AsObject!.Count);
                foreach (var (key, named) in value.AsObject)
                {
                    writer.WriteVarString(key);
                    Write(writer, named);
                }
                break;
            default:
                writer.WriteByte(Undefined);
                break;
        }
    }

    private static void WriteNumber(ByteWriter writer, double value)
    {
        if (double.IsInteger(value) && Math.Abs(value) <= IntegerMax)
        {
            writer.WriteByte(Integer);
            writer.WriteVarInt((long)Math.Abs(value), double.IsNegative(value));
        }
        else if ((float)value == value)
        {
            writer.WriteByte(Float32);
            writer.WriteFloat32((float)value);
        }
        else if (double.IsNaN(value))
        {
            // One NaN for all: JavaScript does not promise which bits it keeps, and writes these.
            writer.WriteByte(Float64);
            writer.WriteInt64(0x7ff8_0000_0000_0000);
        }
        else
        {
            writer.WriteByte(Float64);
            writer.WriteFloat64(value);
        }
    }

    private static Any ReadList(ref ByteReader reader, int depthMax)
    {
        // Not allocated by the announced count: each element takes at least a byte, so the message bounds the list.
        var count = reader.ReadLength();
        var values = new List<Any>(Math.Min(count, 16));
        for (var i = 0; i < count; i++)
            values.Add(Read(ref reader, depthMax));
        return Any.Own(values.ToArray());
    }

    private static Any ReadObject(ref ByteReader reader, int depthMax)
    {
        var count = reader.ReadLength();
        var pairs = new List<KeyValuePair<string, Any>>(Math.Min(count, 16));
        for (var i = 0; i < count; i++)
        {
            var key = reader.ReadVarString();
            pairs.Add(KeyValuePair.Create(key, Read(ref reader, depthMax)));
        }
        return AnyObject.FromPairs(pairs);
    }
}
