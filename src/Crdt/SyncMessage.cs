using Tacit.Crdt.Coding;

namespace Tacit.Crdt;

/// <summary>
/// One message of the y-protocols sync protocol. Each side sends step 1 when it connects, answers the other's with
/// step 2, and from then on sends each update it makes.
/// </summary>
/// <param name="Kind">Which message.</param>
/// <param name="Payload">A state vector in step 1, else an update in version 1.</param>
public sealed record SyncMessage(SyncMessageKind Kind, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The message that asks for what a document lacks.</summary>
    public static SyncMessage Step1(Doc doc)
    {
        ArgumentNullException.ThrowIfNull(doc);
        return new SyncMessage(SyncMessageKind.Step1, doc.StateVector.Encode());
    }

    /// <summary>The message that brings an update.</summary>
    public static SyncMessage Update(ReadOnlyMemory<byte> update) => new(SyncMessageKind.Update, update);

    /// <summary>Reads a message.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no sync message.</exception>
    public static SyncMessage Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var kind = reader.ReadVarUint();
        if (kind > (long)SyncMessageKind.Update)
            throw reader.Malformed($"no sync message has the number {kind}");
        return new SyncMessage((SyncMessageKind)kind, reader.ReadVarBytes().ToArray());
    }

    /// <summary>The message as bytes.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter(Payload.Length + 8);
        writer.WriteVarUint((long)Kind);
        writer.WriteVarBytes(Payload.Span);
        return writer.ToArray();
    }

    /// <summary>Does what the message asks for.</summary>
    /// <param name="doc">The local document.</param>
    /// <param name="origin">Passed on with the events of a change.</param>
    /// <returns>The answer to send back, or null when none is due.</returns>
    /// <exception cref="MalformedUpdateException">The payload is not what it should be; nothing changed.</exception>
    public SyncMessage? Receive(Doc doc, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(doc);
        if (Kind == SyncMessageKind.Step1)
        {
            var missing = doc.EncodeStateAsUpdate(since: StateVector.Decode(Payload.Span));
            return new SyncMessage(SyncMessageKind.Step2, missing);
        }
        doc.ApplyUpdate(Payload.Span, origin: origin);
        return null;
    }
}
