using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>An update whose every byte has been read and found possible. Its items are in no document yet.</summary>
internal sealed class ParsedUpdate(List<StructQueue> clients, DeleteSet deletes)
{
    /// <summary>One queue for each client, in the order of the update.</summary>
    public List<StructQueue> Clients { get; } = clients;

    public DeleteSet Deletes { get; } = deletes;

    public byte[] Encode(UpdateFormat format)
    {
        var encoder = UpdateEncoder.For(format);
        encoder.Rest.WriteVarUint(Clients.Count);
        foreach (var queue in Clients)
        {
            encoder.Rest.WriteVarUint(queue.Structs.Count);
            encoder.WriteClient(queue.Client);
            encoder.Rest.WriteVarUint(queue.Structs[0].Clock);
            foreach (var each in queue.Structs)
                each.Write(encoder, 0);
        }
        Deletes.Write(encoder);
        return encoder.ToArray();
    }
}
