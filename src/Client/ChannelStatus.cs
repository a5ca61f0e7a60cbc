using Tacit.Wire;

namespace Tacit.Client;

/// <summary>What a person should know about a channel's state. Immutable.</summary>
/// <param name="State">The state.</param>
/// <param name="Unsent">Entries on this device that the server has not acknowledged.</param>
/// <param name="Code">Why, where something is wrong; else <see cref="Wire.Code.None"/>.</param>
/// <param name="Detail">The number that the code speaks of, else 0.</param>
public sealed record ChannelStatus(ChannelState State, long Unsent, Code Code, long Detail)
{
    /// <summary>What happened and what to do; empty where nothing is wrong.</summary>
    public string Sentence => Code == Code.None ? "" : Codes.Of(Code).Sentence;
}
