using System.Collections.Concurrent;

namespace Tacit.Bench.Relay;

/// <summary>The rooms by the paths that were asked for. Rooms stay when their members go.</summary>
internal sealed class RelayRooms
{
    private readonly ConcurrentDictionary<string, RelayRoom> _byPath = new(StringComparer.Ordinal);

    /// <summary>The room of a path, made at its first use.</summary>
    public RelayRoom At(string path) => _byPath.GetOrAdd(path, static _ => new());
}
