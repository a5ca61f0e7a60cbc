using System.Text;
using Tacit.Wire;

namespace Tacit.Client.Tests;

internal static class ChannelReading
{
    /// <summary>Far more than any step takes: a test that hangs fails, and no test waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task<long> SayAsync(this Channel channel, string text) =>
        channel.AppendAsync(EntryKind.Message, Encoding.UTF8.GetBytes(text)).WaitAsync(Patience);

    /// <summary>Reads until so many messages came, and returns their texts.</summary>
    public static async Task<List<string>> HearAsync(this Channel channel, int count)
    {
        var texts = new List<string>();
        using var patience = new CancellationTokenSource(Patience);
        if (count > 0)
        {
            await foreach (var one in channel.ReadAsync(patience.Token))
            {
                if (one is EntryRead { Entry: { Kind: EntryKind.Message } entry })
                    texts.Add(Encoding.UTF8.GetString(entry.Content.Span));
                if (texts.Count == count)
                    break;
            }
        }

        return texts;
    }

    /// <summary>Reads until an event of a type comes.</summary>
    public static Task<T> UntilAsync<T>(this Channel channel, Func<T, bool>? condition = null)
        where T : ChannelEvent => channel.UntilAsync([], condition);

    /// <summary>Reads until an event of a type comes, and keeps those before it.</summary>
    public static async Task<T> UntilAsync<T>(
        this Channel channel, List<ChannelEvent> before, Func<T, bool>? condition = null)
        where T : ChannelEvent
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var one in channel.ReadAsync(patience.Token))
        {
            if (one is T wanted && condition?.Invoke(wanted) != false)
                return wanted;
            before.Add(one);
        }

        throw new InvalidOperationException("The channel ended.");
    }

    public static async Task<ChannelStatus> ReachAsync(this Channel channel, ChannelState state)
    {
        try
        {
            return await channel.WhenAsync(status => status.State == state).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{state} was awaited; it stays at {channel.Status}");
        }
    }
}
