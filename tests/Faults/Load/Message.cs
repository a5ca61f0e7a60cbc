using System.Globalization;
using System.Text;

namespace Tacit.Faults.Load;

/// <summary>What a client of the load writes: who, and its how many-th message. Every message is another.</summary>
/// <param name="Writer">The client's number in its channel.</param>
/// <param name="Number">From 1 on, without gap.</param>
internal readonly record struct Message(int Writer, long Number)
{
    /// <summary>The content of its entry.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    /// <summary>Reads a content; false where it is none of the load's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out Message message)
    {
        message = default;
        var text = Encoding.UTF8.GetString(content);
        var parts = text.Split(':');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var writer)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        message = new(writer, number);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Writer}:{Number}");
}
