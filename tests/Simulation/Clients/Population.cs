using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Simulation.World;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Simulation.Clients;

/// <summary>Channels and devices with real keys, the same in every run: making them costs more than a run.</summary>
internal sealed class Population
{
    private readonly SigningKey _owner;
    private readonly SigningKey _write;
    private readonly SigningKey _read;
    private readonly Dictionary<int, Identity> _devices = [];

    private Population(int number)
    {
        var chance = new Chance((ulong)number);
        (_owner, _write, _read) = (NewKey(chance), NewKey(chance), NewKey(chance));
        Descriptor = new Descriptor(
            ChannelKind.Log, AppendPolicy.Writers, _owner.PublicKey.Span, _write.PublicKey.Span, _read.PublicKey.Span);
    }

    /// <summary>The channels.</summary>
    public static IReadOnlyList<Population> Channels { get; } =
        [.. Enumerable.Range(1, 12).Select(number => new Population(number))];

    /// <summary>The channel's public facts.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>The channel.</summary>
    public ChannelId Id => Descriptor.Id;

    /// <summary>A device that may write.</summary>
    public Identity Device(int number)
    {
        if (!_devices.TryGetValue(number, out var device))
        {
            var key = NewKey(new Chance((ulong)(1000 + number)));
            var grant = Grants.Issue(
                _write, Id, key.PublicKey.Span, Role.Writer, expiry: 0, epoch: 0, GrantedBy.WriteKey);
            _devices[number] = device = new(key, ProofBy.AuthorKey, grant, Authors.IdOf(key.PublicKey.Span));
        }

        return device;
    }

    /// <summary>Who may only read.</summary>
    public Identity Reader() => new(_read, ProofBy.ReadKey, null, default);

    private static SigningKey NewKey(Chance chance)
    {
        var seed = new byte[32];
        chance.Fill(seed);
        return new(seed);
    }
}

/// <summary>As whom somebody joins.</summary>
/// <param name="Key">Signs.</param>
/// <param name="By">Which key it is.</param>
/// <param name="Grant">The author's right; null for a reader.</param>
/// <param name="Author">As whom it appends; the default for a reader.</param>
internal sealed record Identity(SigningKey Key, ProofBy By, Grant? Grant, AuthorId Author);
