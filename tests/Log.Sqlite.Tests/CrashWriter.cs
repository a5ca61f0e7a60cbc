using System.Globalization;
using System.Security.Cryptography;
using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>
/// The process that <see cref="CrashTests"/> kills: appends for ever, and says what was acknowledged, a line an entry:
/// channel, seq, hash.
/// </summary>
internal static class CrashWriter
{
    public const int ChannelCount = 3;

    public static ChannelId Channel(int number) => new((UInt128)number, 0);

    public static string HashOf(ReadOnlySpan<byte> entry) => Convert.ToHexString(SHA256.HashData(entry));

    public static async Task<int> Main(string[] arguments)
    {
        var (path, seed) = (arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
        await using var log = await SqliteLog.OpenAsync(
            path, new(), TimeProvider.System, TestAuthor.Hash, CancellationToken.None);
        for (var channel = 0; channel < ChannelCount; channel++)
            await log.CreateAsync(Channel(channel), new byte[] { 1 }, CancellationToken.None);

        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => AppendAsync(log, seed * 100 + n, gate))));
        return 0;
    }

    private static async Task AppendAsync(SqliteLog log, int seed, Lock gate)
    {
        var random = new Random(seed);
        var authors = Enumerable.Range(0, ChannelCount)
            .Select(channel => new TestAuthor((ulong)(seed * ChannelCount + channel + 1), random)).ToArray();
        while (true)
        {
            var batch = new List<PendingAppend>();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                var channel = random.Next(ChannelCount);
                var author = authors[channel];
                batch.Add(new(Channel(channel), author.Next == 1 ? author.Grant() : author.Plain()));
            }

            var results = await log.AppendAsync(batch, CancellationToken.None);
            Say(gate, batch.Zip(results, (pending, result) =>
                $"{(int)pending.Channel.High} {result.Seq} {HashOf(pending.Entry.Span)}\n"));
        }
    }

    private static void Say(Lock gate, IEnumerable<string> lines)
    {
        lock (gate)
        {
            Console.Out.Write(string.Concat(lines));
            Console.Out.Flush();
        }
    }
}
