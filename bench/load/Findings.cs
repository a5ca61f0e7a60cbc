using System.Text.Json;

namespace Tacit.Bench.Load;

/// <summary>All that was measured, as it is kept beside a report: bench/results/DATE-load.json.</summary>
internal sealed class Findings
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>On what.</summary>
    public string Machine { get; init; } = "";

    /// <summary>When it was begun.</summary>
    public DateOnly Date { get; init; }

    /// <summary>As fast as each goes.</summary>
    public List<Measured> Saturated { get; init; } = [];

    /// <summary>All at one pace.</summary>
    public List<Measured> Paced { get; init; } = [];

    /// <summary>Each peer at half of its saturation, and Tacit at the same pace.</summary>
    public List<AtHalf> AtHalf { get; init; } = [];

    /// <summary>What kills cost.</summary>
    public List<Loss> Losses { get; init; } = [];

    /// <summary>What silent connections cost.</summary>
    public List<IdleCost> Idle { get; init; } = [];

    /// <summary>How long joins take.</summary>
    public List<JoinTime> Joins { get; init; } = [];

    /// <summary>What many channels cost.</summary>
    public List<ChannelCost> Channels { get; init; } = [];

    /// <summary>Nothing yet, of here and now.</summary>
    public static Findings Begin() => new() { Machine = Load.Machine.Describe(), Date = Load.Machine.Today };

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static Findings Read(string path) => JsonSerializer.Deserialize<Findings>(File.ReadAllText(path), Json)!;

    /// <summary>Writes everything to a file; its folder is made.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
    }
}

/// <summary>A peer at half of what it can do, and Tacit at the same pace.</summary>
internal sealed record AtHalf(Measured Peer, Measured Tacit);
