using System.Collections;
using Tacit.Crdt.Coding;

namespace Tacit.Crdt;

/// <summary>
/// How much of each client's operations a replica has: client to the clock it expects next. What one replica lacks of
/// another follows from comparing the two; deletions are not counted.
/// </summary>
public sealed class StateVector : IReadOnlyCollection<KeyValuePair<long, long>>, IEquatable<StateVector>
{
    private readonly Dictionary<long, long> _clocks = [];

    /// <summary>The vector of a replica that knows nothing.</summary>
    public static StateVector Empty { get; } = new();

    /// <summary>How many clients are known.</summary>
    public int Count => _clocks.Count;

    /// <summary>The clock expected next from the client, 0 when nothing is known of it.</summary>
    public long this[long client]
    {
        get => _clocks.GetValueOrDefault(client);
        internal set => _clocks[client] = value;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, here or in Yjs.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no state vector.</exception>
    public static StateVector Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return Read(ref reader);
    }

    /// <summary>The vector as version 1 writes it, largest client first: the only form used between peers.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter();
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Whether the replica is known to have any operation of the client.</summary>
    public bool ContainsClient(long client) => _clocks.ContainsKey(client);

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<long, long>> GetEnumerator() => _clocks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(StateVector? other) =>
        other is not null && other.Count == Count && _clocks.All(pair => other[pair.Key] == pair.Value);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as StateVector);

    /// <inheritdoc />
    public override int GetHashCode() => _clocks.Count;

    internal static StateVector Read(ref ByteReader reader)
    {
        var vector = new StateVector();
        var count = reader.ReadVarUint();
        for (long i = 0; i < count; i++)
        {
            var client = reader.ReadVarUint();
            vector[client] = reader.ReadVarUint();
        }
        return vector;
    }

    internal void Write(ByteWriter writer)
    {
        writer.WriteVarUint(Count);
        foreach (var (client, clock) in _clocks.OrderByDescending(pair => pair.Key))
        {
            writer.WriteVarUint(client);
            writer.WriteVarUint(clock);
        }
    }
}
