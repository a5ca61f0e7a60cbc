namespace Tacit.Wire.Frames;

/// <summary>No, and why.</summary>
/// <param name="Subject">What is refused.</param>
/// <param name="Number">JOIN's request number, else the handle.</param>
/// <param name="Counter">The entry's counter where an APPEND is refused; else 0.</param>
/// <param name="Code">Why.</param>
/// <param name="Detail">The number that the code speaks of (codes.md), or 0.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record Refused(
    RefusedSubject Subject, long Number, long Counter, Code Code, long Detail, string Sentence) : ServerFrame
{
    /// <summary>Refuses with the code's own sentence.</summary>
    public static Refused With(RefusedSubject subject, long number, long counter, Code code, long detail) =>
        new(subject, number, counter, code, detail, Codes.Of(code).Sentence);

    /// <inheritdoc />
    public override void Write(WireWriter writer)
    {
        writer.Byte((byte)FrameType.Refused).Byte((byte)Subject).Varint(Number);
        if (Subject == RefusedSubject.Append)
            writer.Varint(Counter);
        writer.Varint((int)Code).Varint(Detail).String(Sentence);
    }

    internal static Refused? Read(ref WireReader reader)
    {
        var counter = 0L;
        if (!reader.TryReadByte(out var subject)
            || subject is < (byte)RefusedSubject.Join or > (byte)RefusedSubject.Channel
            || !reader.TryReadVarint(out var number)
            || (subject == (byte)RefusedSubject.Append && !reader.TryReadVarint(out counter))
            || !reader.TryReadVarint(ushort.MaxValue, out var code)
            || !reader.TryReadVarint(out var detail)
            || !reader.TryReadString(Protocol.TextSizeMax, out var sentence))
        {
            return null;
        }

        return new((RefusedSubject)subject, number, counter, (Code)code, detail, sentence);
    }
}
