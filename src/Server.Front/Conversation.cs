using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Front;

/// <summary>
/// What the frames of a client mean, in the order in which they come. Source: docs/protocol/connection.md §4.4 to §4.8.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="context">What all sessions share.</param>
internal sealed class Conversation(ClientSession session, SessionContext context)
{
    // Appends of one message to one channel, on their way to the core together.
    private readonly List<ReadOnlyMemory<byte>> _entries = [];
    private Subscription? _appendingTo;

    /// <summary>Handles a message. One that cannot be handled ends the session.</summary>
    public async ValueTask HandleAsync(ReceivedMessage message)
    {
        if (message.Code != Code.None)
        {
            session.End(message.Code, message.Detail);
            return;
        }

        var reader = new MessageReader(message.Bytes);
        while (!reader.AtEnd)
        {
            var start = reader.Offset;
            var isWhole = reader.TryRead(out var bytes);
            if (isWhole && session.HasSaidHello && Append.TryRead(bytes, out var handle, out var entry))
            {
                await AppendAsync(handle, entry);
                continue;
            }

            await FlushAsync();
            if (!isWhole || !ClientFrame.TryRead(bytes, out var frame, out _))
            {
                session.End(Code.Malformed, start);
                return;
            }

            if (!await HandleAsync(frame))
                return;
        }

        await FlushAsync();
    }

    /// <returns>Whether the conversation goes on.</returns>
    private async ValueTask<bool> HandleAsync(ClientFrame frame)
    {
        if (!session.HasSaidHello)
            return frame is Hello hello ? Welcome(hello) : End(Code.OutOfOrder);
        switch (frame)
        {
            case Join join:
                await session.JoinAsync(join);
                return true;
            case SendEphemeral ephemeral:
                await PassAsync(ephemeral);
                return true;
            case Leave leave:
                if (!await session.Channels.LeaveAsync(leave.Handle))
                    Refuse(leave.Handle, Code.NotJoined, 0);
                return true;
            case Ping ping:
                session.Queue(new Pong(ping.Token));
                return true;
            default:
                return End(Code.OutOfOrder);
        }
    }

    private bool Welcome(Hello hello)
    {
        if (hello.VersionMin > Protocol.Version || hello.VersionMax < Protocol.Version)
            return End(Code.VersionUnsupported);
        session.HasSaidHello = true;
        var settings = context.Settings;
        session.Queue(new Welcome
        {
            Version = Protocol.Version,
            Challenge = session.Challenge,
            Server = settings.Server,
            Audience = session.Audience,
            EntrySizeMax = settings.EntrySizeMax,
            EphemeralSizeMax = settings.EphemeralSizeMax,
            MessageSizeMax = settings.MessageSizeMax,
            ChannelCountMax = settings.ChannelCountMax,
            IdleSeconds = (long)settings.IdleMax.TotalSeconds,
        });
        return true;
    }

    private async ValueTask AppendAsync(long handle, ReadOnlyMemory<byte> entry)
    {
        if (session.Channels.Find(handle) is not { } subscription)
        {
            RefuseAppend(handle, entry);
            return;
        }

        if (_appendingTo != subscription)
            await FlushAsync();
        if (!session.TryTakeWindow(entry.Length))
        {
            // Whoever waits for the window must not hold back what would free it.
            await FlushAsync();
            await session.TakeWindowAsync(entry.Length);
        }

        _appendingTo = subscription;
        _entries.Add(entry);
    }

    private async ValueTask FlushAsync()
    {
        if (_appendingTo is not { } subscription)
            return;
        ReadOnlyMemory<byte>[] entries = [.. _entries];
        _appendingTo = null;
        _entries.Clear();
        if (await subscription.Seat.AppendAsync(entries))
            return;
        foreach (var entry in entries)
        {
            session.Answered(1, Window.CostOf(entry.Length));
            RefuseAppend(subscription.Room.Handle, entry);
        }
    }

    private async ValueTask PassAsync(SendEphemeral ephemeral)
    {
        if (session.Channels.Find(ephemeral.Handle) is not { } subscription)
        {
            Refuse(ephemeral.Handle, Code.NotJoined, 0);
        }
        else if (ephemeral.Message.Length > context.Settings.EphemeralSizeMax)
        {
            Refuse(ephemeral.Handle, Code.EphemeralTooLarge, context.Settings.EphemeralSizeMax);
        }
        else if (session.MaySendEphemeral())
        {
            await subscription.Seat.PassAsync(ephemeral.Message);
        }
        else if (session.SlowDown() is { } wait)
        {
            Refuse(ephemeral.Handle, Code.RateLimited, (long)Math.Ceiling(wait.TotalMilliseconds));
        }
    }

    private void RefuseAppend(long handle, ReadOnlyMemory<byte> entry)
    {
        EntryHeader.TryRead(entry.Span, out var header, out _);
        session.Queue(Refused.With(RefusedSubject.Append, handle, header.Counter, Code.NotJoined, 0));
    }

    private void Refuse(long handle, Code code, long detail) =>
        session.Queue(Refused.With(RefusedSubject.Channel, handle, 0, code, detail));

    private bool End(Code code)
    {
        session.End(code);
        return false;
    }
}
