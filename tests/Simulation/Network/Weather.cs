using Tacit.Simulation.World;

namespace Tacit.Simulation.Network;

/// <summary>How long messages take: drawn once for a run, from a quick rack to a far and jumpy network.</summary>
internal sealed class Weather
{
    private readonly Chance _chance;
    private readonly double _msMax;
    private readonly int _spikeOneIn;

    public Weather(Chance chance)
    {
        _chance = chance;
        _msMax = chance.Pick([0.1, 0.5, 3, 20]);
        _spikeOneIn = chance.Pick([20, 200, 100_000]);
    }

    /// <summary>How long the next message takes.</summary>
    public TimeSpan Latency() =>
        _chance.OneIn(_spikeOneIn) ? _chance.Ms(_msMax, _msMax * 50) : _chance.Ms(0.02, _msMax);

    /// <summary>How long an end needs to notice that the other is gone without a word.</summary>
    public TimeSpan Silence() => _chance.Ms(1000, 4000);
}
