using System.Buffers.Binary;
using System.Text;

namespace Tacit.Operations;

/// <summary>A field of a protobuf message, as the wire has it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Bits">A varint or a fixed number.</param>
/// <param name="Bytes">What has a length: a message, a text.</param>
internal sealed record ProtobufField(int Number, ulong Bits, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Reads it as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The fields of a message within it, of a number.</summary>
    public IEnumerable<ProtobufField> Inner(int number) => Read(Bytes).Where(field => field.Number == number);

    /// <summary>Reads the fields of a message, in their order.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static IReadOnlyList<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message.Span, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new(number, Varint(message.Span, ref at), default));
                    break;
                case 1:
                    fields.Add(new(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    fields.Add(new(number, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add(new(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"no protobuf at {at}");
            }
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(bytes[at] & 0x7f) << shift;
            if (bytes[at++] < 0x80)
                return value;
        }
    }
}
