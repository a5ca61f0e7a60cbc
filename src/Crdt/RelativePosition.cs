using Tacit.Crdt.Coding;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>
/// A place in a list or text that stays with its neighbour while others edit: a cursor, a comment's anchor. Either
/// an element, or the end (or start) of a type.
/// </summary>
/// <param name="Item">The element the place belongs to, or null for the end of the type.</param>
/// <param name="RootName">The root type, when there is no element and it is one.</param>
/// <param name="Type">The item that holds the type, when there is no element and it is nested.</param>
/// <param name="Association">Below 0 the place is behind the element to its left, else before the one to its
/// right.</param>
public sealed record RelativePosition(Id? Item, string? RootName, Id? Type, int Association)
{
    private const byte ItemTag = 0;
    private const byte RootTag = 1;
    private const byte TypeTag = 2;

    /// <summary>The place before the element at an index.</summary>
    /// <param name="type">A text, array or fragment in a document.</param>
    /// <param name="index">0 to the length.</param>
    /// <param name="association">Below 0 to stay with the element to the left.</param>
    public static RelativePosition At(SharedType type, int index, int association = 0)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (association < 0)
        {
            if (index == 0)
                return Of(type.Branch, null, association);
            index--;
        }
        long left = index;
        for (var item = type.Branch.Start; item is not null; item = item.Right)
        {
            if (item.IsVisible)
            {
                if (item.Length > left)
                    return Of(type.Branch, new Id(item.Client, item.Clock + left), association);
                left -= item.Length;
            }
            if (item.Right is null && association < 0)
                return Of(type.Branch, item.LastId, association);
        }
        return Of(type.Branch, null, association);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, here or in Yjs.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no relative position.</exception>
    public static RelativePosition Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        Id? item = null, type = null;
        string? rootName = null;
        switch (reader.ReadVarUint())
        {
            case ItemTag:
                item = ReadId(ref reader);
                break;
            case RootTag:
                rootName = reader.ReadVarString();
                break;
            case TypeTag:
                type = ReadId(ref reader);
                break;
            default: throw reader.Malformed("no relative position has this tag");
        }
        var association = reader.AtEnd ? 0 : reader.ReadVarInt(out _);
        return new RelativePosition(item, rootName, type, Math.Sign(association));
    }

    /// <summary>Reads the JSON form, in which editors put cursors into awareness states.</summary>
    /// <returns>Null when it is none.</returns>
    public static RelativePosition? FromJson(Any json)
    {
        if (json.AsObject is not { } named)
            return null;
        var position = new RelativePosition(IdOf(named["item"]), named["tname"].AsString, IdOf(named["type"]),
            Math.Sign(named["assoc"].AsNumber is { } number and not double.NaN ? number : 0));
        return position is { Item: null, RootName: null, Type: null } ? null : position;
    }

    /// <summary>The JSON form, in which editors put cursors into awareness states.</summary>
    public AnyObject ToJson()
    {
        var json = new AnyObject();
        if (Type is { } type)
            json["type"] = JsonOf(type);
        if (!string.IsNullOrEmpty(RootName))
            json["tname"] = RootName;
        if (Item is { } item)
            json["item"] = JsonOf(item);
        json["assoc"] = Association;
        return json;
    }

    /// <summary>The position as bytes.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter();
        if (Item is { } item)
        {
            writer.WriteByte(ItemTag);
            WriteId(writer, item);
        }
        else if (RootName is not null)
        {
            writer.WriteByte(RootTag);
            writer.WriteVarString(RootName);
        }
        else
        {
            writer.WriteByte(TypeTag);
            WriteId(writer, Type ?? throw new InvalidOperationException("The position is nowhere."));
        }
        writer.WriteVarInt(Math.Abs(Association), Association < 0);
        return writer.ToArray();
    }

    /// <summary>Where the place is now.</summary>
    /// <param name="doc">The document it was taken in, or another replica.</param>
    /// <param name="followRedone">Whether an element that was deleted and brought back by an undo counts as the
    /// same.</param>
    /// <returns>Null when the document does not have the element, or has forgotten it.</returns>
    public AbsolutePosition? Resolve(Doc doc, bool followRedone = true)
    {
        ArgumentNullException.ThrowIfNull(doc);
        if (Item is { } element)
        {
            if (!doc.Store.Has(element))
                return null;
            var (found, offset) = Find(doc.Store, element, followRedone);
            return found is Item item ? Resolve(item, offset) : null;
        }
        var branch = FindType(doc, followRedone);
        return branch is null ? null : new AbsolutePosition(branch.Shared, Association >= 0 ? branch.Length : 0);
    }

    private AbsolutePosition Resolve(Item item, long offset)
    {
        var branch = item.Parent;
        long index = 0;
        if (!branch.IsDeleted)
        {
            index = item.IsVisible ? offset + (Association >= 0 ? 0 : 1) : 0;
            for (var left = item.Left; left is not null; left = left.Left)
            {
                if (left.IsVisible)
                    index += left.Length;
            }
        }
        return new AbsolutePosition(branch.Shared, index);
    }

    private Branch? FindType(Doc doc, bool followRedone)
    {
        if (RootName is not null)
            return doc.RootBranch(RootName);
        if (Type is not { } id || !doc.Store.Has(id))
            return null;
        var holder = Find(doc.Store, id, followRedone).Found as Item;
        return (holder?.Content as TypeContent)?.Branch;
    }

    private static (Struct Found, long Offset) Find(StructStore store, Id id, bool followRedone) =>
        followRedone ? Redo.Follow(store, id) : (store.Find(id), id.Clock - store.Find(id).Clock);

    private static RelativePosition Of(Branch branch, Id? item, int association) => branch.Item is { } holder
        ? new RelativePosition(item, null, holder.Id, association)
        : new RelativePosition(item, branch.RootName, null, association);

    private static Id ReadId(ref ByteReader reader)
    {
        var client = reader.ReadVarUint();
        return new Id(client, reader.ReadVarUint());
    }

    private static void WriteId(ByteWriter writer, Id id)
    {
        writer.WriteVarUint(id.Client);
        writer.WriteVarUint(id.Clock);
    }

    private static AnyObject JsonOf(Id id) => new() { ["client"] = id.Client, ["clock"] = id.Clock };

    private static Id? IdOf(Any json)
    {
        if (json.AsObject is not { } named || named["client"].AsNumber is not { } client
            || named["clock"].AsNumber is not { } clock || !IsClock(client) || !IsClock(clock))
        {
            return null;
        }
        return new Id((long)client, (long)clock);
    }

    private static bool IsClock(double number) =>
        double.IsInteger(number) && number is >= 0 and <= DecodeLimits.IntegerMax;
}
