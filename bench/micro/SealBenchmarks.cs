using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Bench.Micro;

/// <summary>What a client does for an entry: a server never does.</summary>
public class SealBenchmarks
{
    private static readonly byte[] Line = new byte[110];

    private readonly SigningKey _author = new(RandomNumberGenerator.GetBytes(32));
    private readonly ChannelId _channel = Entries.Channel(1);
    private EpochKeys _keys = null!;
    private EntrySealer _sealer = null!;
    private byte[] _entry = [];

    [GlobalSetup]
    public void Setup()
    {
        using var random = RandomNumberGenerator.Create();
        using var owner = Secret.Draw(random);
        using var write = KeyTree.Narrow(owner);
        using var read = KeyTree.Narrow(write);
        _keys = EpochKeys.Of(0, read);
        _entry = new EntrySealer(_channel, _author, random)
            .Seal(_keys, EntryKind.Update, [], Line).Bytes.ToArray();
        _sealer = new(_channel, _author, RandomNumberGenerator.Create());
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _keys.Dispose();
        _author.Dispose();
    }

    [Benchmark(Description = "seal an update of 110 bytes")]
    public SealedEntry Seal() => _sealer.Seal(_keys, EntryKind.Update, [], Line);

    [Benchmark(Description = "open it: signature, commitment, decryption")]
    public bool Open() =>
        EntryOpener.TryOpen(_channel, _keys, _author.PublicKey.Span, default, _entry, out _);
}
