using Tacit.Capability;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>The records of a device's journal: a kind, then its fields.</summary>
internal static class DeviceRecord
{
    internal enum Kind : byte
    {
        /// <summary>Seed 32. Begins a new chain: all records before it but the descriptor are void.</summary>
        Identity = 1,

        /// <summary>Descriptor 99.</summary>
        Descriptor = 2,

        /// <summary>The grant.</summary>
        Grant = 3,

        /// <summary>Counter varint, head 32: the entries up to it are no longer kept.</summary>
        Begin = 4,

        /// <summary>A sealed entry, whole.</summary>
        Entry = 5,

        /// <summary>Counter varint: the server has everything up to it.</summary>
        Acked = 6,

        /// <summary>Counter varint: the entries from it on were refused.</summary>
        TakenBack = 7,

        /// <summary>Incarnation 16, seq varint, then the view.</summary>
        Checkpoint = 8,
    }

    internal static byte[] Identity(ReadOnlySpan<byte> seed) => Of(Kind.Identity).Bytes(seed).ToArray();

    internal static byte[] Descriptor(Descriptor descriptor) =>
        Of(Kind.Descriptor).Bytes(descriptor.ToArray()).ToArray();

    internal static byte[] Grant(Grant grant)
    {
        var writer = Of(Kind.Grant);
        grant.Write(writer);
        return writer.ToArray();
    }

    internal static byte[] Begin(long counter, EntryId head) =>
        Of(Kind.Begin).Varint(counter).EntryId(head).ToArray();

    internal static byte[] Entry(SealedEntry entry) => Of(Kind.Entry).Bytes(entry.Bytes.Span).ToArray();

    internal static byte[] Acked(long counter) => Of(Kind.Acked).Varint(counter).ToArray();

    internal static byte[] TakenBack(long from) => Of(Kind.TakenBack).Varint(from).ToArray();

    internal static byte[] Checkpoint(DeviceCheckpoint one) =>
        Of(Kind.Checkpoint).Incarnation(one.Incarnation).Varint(one.Seq).Bytes(one.View).ToArray();

    private static WireWriter Of(Kind kind) => new WireWriter().Byte((byte)kind);
}
