using Tacit.Crdt.Structs;

namespace Tacit.Crdt.Coding;

/// <summary>
/// The first of the two phases of applying an update: reads all of it and refuses what a document could not take,
/// so that the second phase has nothing left to refuse. An item begins with a byte of info:
/// <code>
/// bit 7  origin follows          bit 5     a key of the parent's map
/// bit 6  right origin follows    bits 4-0  kind of content; 0 is a collected struct, 10 a gap
/// </code>
/// </summary>
internal static class UpdateParser
{
    private const byte OriginBit = 0x80;
    private const byte RightOriginBit = 0x40;
    private const byte KeyBit = 0x20;
    private const byte KindBits = 0x1f;

    public static ParsedUpdate Parse(ReadOnlySpan<byte> update, UpdateFormat format, DecodeLimits limits)
    {
        if (update.Length > limits.SizeMax)
            throw new MalformedUpdateException("the update exceeds the size limit", limits.SizeMax);
        switch (format)
        {
            case UpdateFormat.V1:
                var first = new UpdateDecoderV1(update, limits);
                return Parse(ref first, limits);
            case UpdateFormat.V2:
                var second = new UpdateDecoderV2(update, limits);
                return Parse(ref second, limits);
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static ParsedUpdate Parse<TDecoder>(ref TDecoder decoder, DecodeLimits limits)
        where TDecoder : IUpdateDecoder, allows ref struct
    {
        var clients = new List<StructQueue>();
        HashSet<long>? seen = null;
        var count = decoder.ReadVarUint();
        var structsLeft = (long)limits.StructsMax;
        for (long i = 0; i < count; i++)
        {
            var structCount = decoder.ReadVarUint();
            structsLeft -= structCount;
            if (structsLeft < 0)
                throw decoder.Malformed("the update has more structs than the limit");
            var client = decoder.ReadClient();
            if (count > 1 && !(seen ??= []).Add(client))
                throw decoder.Malformed("a client is listed twice");
            var structs = ParseStructs(ref decoder, client, (int)structCount);
            if (structs.Count > 0)
                clients.Add(new StructQueue(client, structs));
        }
        return new ParsedUpdate(clients, DeleteSet.Read(ref decoder));
    }

    private static List<Struct> ParseStructs<TDecoder>(ref TDecoder decoder, long client, int count)
        where TDecoder : IUpdateDecoder, allows ref struct
    {
        var clock = decoder.ReadVarUint();
        // The announced count is not trusted with memory before structs have been seen.
        var structs = new List<Struct>(Math.Min(count, 1024));
        for (var i = 0; i < count; i++)
        {
            var info = decoder.ReadInfo();
            Struct parsed = (info & KindBits) switch
            {
                0 => new Gc(client, clock, ReadPositive(ref decoder, decoder.ReadLength())),
                Skip.Reference => new Skip(client, clock, ReadPositive(ref decoder, decoder.ReadVarUint())),
                _ => ParseItem(ref decoder, new Id(client, clock), info),
            };
            if (clock > DecodeLimits.IntegerMax - parsed.Length)
                throw decoder.Malformed("a clock is out of range");
            clock += parsed.Length;
            structs.Add(parsed);
        }
        return structs;
    }

    private static Item ParseItem<TDecoder>(ref TDecoder decoder, Id id, byte info)
        where TDecoder : IUpdateDecoder, allows ref struct
    {
        var origin = (info & OriginBit) != 0 ? Known(ref decoder, decoder.ReadLeftId(), id) : Id.None;
        var rightOrigin = (info & RightOriginBit) != 0 ? Known(ref decoder, decoder.ReadRightId(), id) : Id.None;
        object? parent = null;
        string? key = null;
        if ((info & (OriginBit | RightOriginBit)) == 0)
        {
            // Without neighbours the parent must be said; with them it is theirs.
            parent = decoder.ReadParentInfo()
                ? decoder.ReadString()
                : Known(ref decoder, decoder.ReadLeftId(), id);
            if ((info & KeyBit) != 0)
                key = decoder.ReadString();
        }
        return new Item(id, null, origin, null, rightOrigin, parent, key, ParseContent(ref decoder, info & KindBits));
    }

    private static Content ParseContent<TDecoder>(ref TDecoder decoder, int kind)
        where TDecoder : IUpdateDecoder, allows ref struct
    {
        switch (kind)
        {
            case 1: return new DeletedContent(ReadPositive(ref decoder, decoder.ReadLength()));
            case 2: return new JsonContent(new ValueRun(ReadJsonValues(ref decoder)));
            case 3: return new BinaryContent(decoder.ReadBytes());
            case 4:
                var (text, start, length) = decoder.ReadText();
                ReadPositive(ref decoder, length);
                return new TextContent(text, start, length);
            case 5: return new EmbedContent(decoder.ReadJson());
            case 6:
                var attribute = decoder.ReadKey();
                return new FormatContent(attribute, decoder.ReadJson());
            case 7: return new TypeContent(ReadBranch(ref decoder));
            case 8: return new AnyContent(new ValueRun(ReadAnyValues(ref decoder)));
            case 9:
                var guid = decoder.ReadString();
                return new DocContent(guid, decoder.ReadAny());
            default: throw decoder.Malformed($"no content has the number {kind}");
        }
    }

    private static Branch ReadBranch<TDecoder>(ref TDecoder decoder)
        where TDecoder : IUpdateDecoder, allows ref struct
    {
        var kind = decoder.ReadTypeRef();
        if (kind > (long)BranchKind.XmlText)
            throw decoder.Malformed($"no shared type has the number {kind}");
        var hasName = (BranchKind)kind is BranchKind.XmlElement or BranchKind.XmlHook;
        return new Branch((BranchKind)kind, hasName ? decoder.ReadKey() : string.Empty);
    }

    private static Any[] ReadAnyValues<TDecoder>(ref TDecoder decoder)
        where TDecoder : IUpdateDecoder, allows ref struct
    {
        var count = ReadPositive(ref decoder, decoder.ReadLength());
        var values = new List<Any>((int)Math.Min(count, 16));
        for (long i = 0; i < count; i++)
            values.Add(decoder.ReadAny());
        return values.ToArray();
    }

    private static Any[] ReadJsonValues<TDecoder>(ref TDecoder decoder)
        where TDecoder : IUpdateDecoder, allows ref struct
    {
        var count = ReadPositive(ref decoder, decoder.ReadLength());
        var values = new List<Any>((int)Math.Min(count, 16));
        for (long i = 0; i < count; i++)
        {
            var text = decoder.ReadString();
            if (text == JsonContent.UndefinedText)
                values.Add(Any.Undefined);
            else if (JsonReader.TryRead(text, DecodeLimits.Default.ValueDepthMax, out var value))
                values.Add(value);
            else
                throw decoder.Malformed("a value is not JSON");
        }
        return values.ToArray();
    }

    /// <summary>A struct without elements would share its clock with the next one.</summary>
    private static long ReadPositive<TDecoder>(ref TDecoder decoder, long length)
        where TDecoder : IUpdateDecoder, allows ref struct =>
        length > 0 ? length : throw decoder.Malformed("a struct is empty");

    /// <summary>Nobody can have inserted next to what the same client inserted later.</summary>
    private static Id Known<TDecoder>(ref TDecoder decoder, Id reference, Id id)
        where TDecoder : IUpdateDecoder, allows ref struct =>
        reference.Client != id.Client || reference.Clock < id.Clock
            ? reference
            : throw decoder.Malformed("an item refers to a later one of its own client");
}
