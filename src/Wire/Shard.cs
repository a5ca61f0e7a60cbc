using System.Globalization;

namespace Tacit.Wire;

/// <summary>A part of all channels: those whose id begins with the same byte. It has one core at a time.</summary>
/// <param name="Index">That byte.</param>
public readonly record struct Shard(byte Index) : IComparable<Shard>
{
    /// <summary>How many there are.</summary>
    public const int Count = 256;

    /// <summary>Every shard, in order.</summary>
    public static IReadOnlyList<Shard> All { get; } =
        [.. Enumerable.Range(0, Count).Select(index => new Shard((byte)index))];

    /// <summary>The shard of a channel.</summary>
    public static Shard Of(ChannelId channel) => new((byte)(channel.High >> 120));

    /// <inheritdoc />
    public int CompareTo(Shard other) => Index.CompareTo(other.Index);

    /// <summary>Two hex digits, as the ids of its channels begin.</summary>
    public override string ToString() => Index.ToString("x2", CultureInfo.InvariantCulture);
}
