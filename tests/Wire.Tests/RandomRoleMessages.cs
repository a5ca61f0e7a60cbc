using System.Collections;
using System.Reflection;
using Tacit.Wire.Blobs;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Wire.Tests;

/// <summary>
/// Draws messages between roles, of every type that there is, from a seeded generator. It knows the types of fields,
/// not the messages: a new message of known fields is drawn as soon as it exists.
/// </summary>
internal sealed class RandomRoleMessages(Random random)
{
    private readonly RandomFrames _frames = new(random);

    /// <summary>Every type of message.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. typeof(RoleMessage).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(RoleMessage)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>Draws a message.</summary>
    public RoleMessage Draw(Type type) => (RoleMessage)Compose(type);

    /// <summary>All that a value holds, as text: equal texts mean equal values.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        VectorClock clock => string.Join(' ', clock.Components.ToArray()),
        ChannelId or AuthorId or Incarnation or BlobAddress or LeaseHolder => value.ToString()!,
        string or IFormattable or bool => value.ToString()!,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Describe))}]",
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Properties(value.GetType())
            .Select(one => $"{one.Name} = {Describe(one.GetValue(value))}"))} }}",
    };

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(one => one.GetIndexParameters().Length == 0);

    private object? Field(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return random.Next(2) == 0 ? null : Field(inner);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return List(type.GetGenericArguments()[0]);
        return type switch
        {
            _ when type == typeof(long) => random.NextInt64() >> random.Next(11, 63),
            _ when type == typeof(int) => random.Next() >> random.Next(31),
            _ when type == typeof(ulong) => (ulong)random.NextInt64() + 1,
            _ when type == typeof(byte) => (byte)random.Next(256),
            _ when type == typeof(bool) => random.Next(2) == 1,
            _ when type == typeof(string) => new string('é', random.Next(40)),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Bytes(random.Next(300))),
            _ when type == typeof(ChannelId) => ChannelId.Read(Bytes(ChannelId.Length)),
            _ when type == typeof(BlobAddress) => BlobAddress.Read(Bytes(BlobAddress.Length)),
            _ when type == typeof(AuthorId) => AuthorId.Read(Bytes(AuthorId.Length)),
            _ when type == typeof(Incarnation) => Incarnation.Read(Bytes(Incarnation.Length)),
            _ when type == typeof(NodeId) => new NodeId((NodeRole)random.Next(1, 4), random.Next(NodeId.IndexMax + 1)),
            _ when type == typeof(LeaseHolder) =>
                random.Next(2) == 0 ? default : new LeaseHolder(new(NodeRole.Core, 1), (ulong)random.NextInt64() + 1),
            _ when type == typeof(VectorClock) => random.Next(2) == 0 ? null : _frames.Clock(),
            _ when type == typeof(Join) => _frames.Join(),
            _ when type == typeof(BlobAuthorization) => Authorization(),
            _ when type.IsValueType => Compose(type),
            _ => throw new NotSupportedException($"Say how to draw a {type.Name} here."),
        };
    }

    private object Compose(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length);
        if (constructor?.GetParameters() is { Length: > 0 } parameters)
            return constructor.Invoke([.. parameters.Select(one => Field(one.ParameterType))]);
        var made = Activator.CreateInstance(type)!;
        foreach (var property in Properties(type).Where(one => one.CanWrite))
            property.SetValue(made, Field(property.PropertyType));
        return made;
    }

    private Array List(Type element)
    {
        var list = Array.CreateInstance(element, random.Next(4));
        for (var at = 0; at < list.Length; at++)
            list.SetValue(Field(element), at);
        return list;
    }

    private BlobAuthorization Authorization()
    {
        var by = (ProofBy)random.Next(1, 4);
        var grant = new Grant(Bytes(Grant.KeyLength), Role.Writer, 7, 8, GrantedBy.OwnerKey, Bytes(64));
        return new(by, 1_800_000_000, Bytes(64), by == ProofBy.AuthorKey ? grant : null);
    }

    private byte[] Bytes(int length) => _frames.Bytes(length);
}
