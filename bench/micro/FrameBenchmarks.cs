using BenchmarkDotNet.Attributes;
using Tacit.Wire.Frames;

namespace Tacit.Bench.Micro;

/// <summary>The frames of the hot path: APPEND in, ENTRY out.</summary>
public class FrameBenchmarks
{
    private const int EntryCount = 16;

    private readonly byte[] _entry = Entries.Update(1, 2);
    private readonly MessageWriter _writer = new(64 * 1024);
    private byte[] _message = [];

    [GlobalSetup]
    public void Setup()
    {
        var writer = new MessageWriter();
        for (var n = 0; n < EntryCount; n++)
            writer.AddAppend(7, _entry);
        _message = writer.ToArray();
    }

    [Benchmark(OperationsPerInvoke = EntryCount, Description = "encode an ENTRY")]
    public int Encode()
    {
        _writer.Clear();
        for (var n = 0; n < EntryCount; n++)
            _writer.AddEntry(7, n, _entry);
        return _writer.Length;
    }

    [Benchmark(OperationsPerInvoke = EntryCount, Description = "decode an APPEND")]
    public long Decode()
    {
        var reader = new MessageReader(_message);
        long sum = 0;
        while (reader.TryRead(out var bytes))
        {
            if (ClientFrame.TryRead(bytes, out var frame, out _) && frame is Append append)
                sum += append.Handle;
        }

        return sum;
    }
}
