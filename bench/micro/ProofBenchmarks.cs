using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Bench.Micro;

/// <summary>What a core does once for each join.</summary>
public class ProofBenchmarks
{
    private readonly SigningKey _author = new(RandomNumberGenerator.GetBytes(32));
    private readonly byte[] _challenge = RandomNumberGenerator.GetBytes(32);
    private readonly ChannelId _channel = Entries.Channel(1);
    private byte[] _proof = [];

    [GlobalSetup]
    public void Setup() =>
        _proof = JoinProof.Sign(_author, _challenge, "tacit.example", _channel, ProofBy.AuthorKey);

    [GlobalCleanup]
    public void Cleanup() => _author.Dispose();

    [Benchmark(Description = "verify the proof of a join")]
    public bool Verify() => JoinProof.Verify(
        _author.PublicKey.Span, _challenge, "tacit.example", _channel, ProofBy.AuthorKey, _proof);
}
