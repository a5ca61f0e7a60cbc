using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// This device's entries on their way to the server: in order of their counters, without waiting for answers. After a
/// refusal the entries behind it are refused too; when all are answered, the outbox mends what was refused and goes on.
/// Source: docs/protocol/connection.md §4.6. One thread.
/// </summary>
internal sealed class Outbox(ChannelId channel, Device device)
{
    private readonly Dictionary<long, TaskCompletionSource<long>> _receipts = [];
    private readonly Queue<(long Counter, int Size)> _inFlight = new();
    private Mending? _mending;
    private long _next = long.MaxValue;

    public Device Device => device;

    /// <summary>Entries that were sent and not answered.</summary>
    public int InFlightCount => _inFlight.Count;

    /// <summary>Bytes of these.</summary>
    public long InFlightBytes { get; private set; }

    /// <summary>Whether the server cannot take entries for a while.</summary>
    public bool IsWaiting => _mending is { Way: Way.Wait };

    /// <summary>Why the server cannot, or <see cref="Code.None"/>.</summary>
    public (Code Code, long Detail) Trouble =>
        _mending is { Way: Way.Wait } mending ? (mending.Code, mending.Detail) : default;

    /// <summary>Seals an entry and keeps it. Its receipt completes with its seq, or fails with the refusal.</summary>
    public Task<long> Add(
        EpochKeys keys, EntryKind kind, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> content)
    {
        var entry = device.Seal(keys, kind, fields, content);
        var receipt = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _receipts[entry.Counter] = receipt;
        return receipt.Task;
    }

    /// <summary>The server is ready to take everything above what it has.</summary>
    public void Start(long lastCounter)
    {
        Stop();
        if (_mending?.From <= lastCounter)
            _mending = null;
        _next = lastCounter + 1;
    }

    /// <summary>Nothing more is sent. What is unanswered will be sent again.</summary>
    public void Stop()
    {
        _inFlight.Clear();
        InFlightBytes = 0;
        _next = long.MaxValue;
        if (_mending is { Way: Way.SendAgain or Way.Wait })
            _mending = null;
    }

    /// <summary>The next entry to send; false where nothing is to be sent now.</summary>
    public bool TryPeek(out SealedEntry entry)
    {
        entry = null!;
        return _mending is null && _next <= device.Counter && device.TryGet(_next, out entry);
    }

    /// <summary>
    /// Whether the server lacks an entry that is not kept any more, or would take it only with other bytes, which would
    /// be another entry under the same counter: the chain cannot go on.
    /// </summary>
    public bool IsStuck => _next < device.Oldest
        || (_mending is { Way: Way.SealAgain or Way.Drop } mending && mending.From <= device.Acked);

    /// <summary>The entry that was peeked at is sent.</summary>
    public void Sent(SealedEntry entry)
    {
        _inFlight.Enqueue((entry.Counter, entry.Bytes.Length));
        InFlightBytes += entry.Bytes.Length;
        _next = entry.Counter + 1;
    }

    /// <summary>An entry is durable at a seq.</summary>
    public void Acked(long counter, long seq)
    {
        device.Ack(counter);
        if (_receipts.Remove(counter, out var receipt))
            receipt.TrySetResult(seq);
        Answered(counter);
    }

    /// <summary>The server has everything up to a counter, seen or superseded unseen.</summary>
    public void AckedUpTo(long counter, long seq)
    {
        device.Ack(Math.Min(counter, device.Counter));
        foreach (var known in _receipts.Keys.Where(one => one <= counter).ToList())
        {
            _receipts.Remove(known, out var receipt);
            receipt!.TrySetResult(seq);
        }
    }

    /// <summary>An entry was refused.</summary>
    public void Refused(long counter, Code code, long detail)
    {
        // The first refusal says what is wrong; those behind it are its consequence.
        _mending ??= code is Code.CounterUnexpected
            ? new(Way.SendAgain, detail, code, detail)
            : new(WayOf(code, counter, detail), counter, code, detail);
        Answered(counter);
    }

    /// <summary>
    /// Goes on once all is answered: false while it is not, or while the epoch to seal in is not known, or while a wait
    /// is on.
    /// </summary>
    public bool TryMend(ChannelView view, bool isWaitOver = false)
    {
        if (_mending is not { } mending || _inFlight.Count > 0)
            return false;
        if (mending.Way == Way.Wait && !isWaitOver)
            return false;
        if (mending.Way == Way.SealAgain && view.Epoch < mending.Detail)
            return false;
        if (mending.Way is Way.SealAgain or Way.Drop && !TrySealAgain(view, mending))
            return false;
        _mending = null;
        _next = mending.Way == Way.SendAgain ? mending.From : Math.Min(_next, mending.From);
        return true;
    }

    /// <summary>Fails everything that waits; the entries stay in the outbox.</summary>
    public void Fail(TacitException why)
    {
        foreach (var receipt in _receipts.Values)
            receipt.TrySetException(why);
        _receipts.Clear();
    }

    /// <summary>
    /// Takes a new identity and seals in its name what was not acknowledged; <paramref name="introduce"/> seals the
    /// first entry.
    /// </summary>
    public void Renew(ChannelView view, Action introduce)
    {
        Stop();
        _mending = null;
        var opened = Open(view, [.. Unsent()]);
        device.Renew();
        var receipts = TakeReceipts(0);
        introduce();
        SealAll(view, opened.Where(one => one.Header.Kind is not (EntryKind.Grant or EntryKind.Epoch)), receipts);
        foreach (var receipt in receipts.Values)
            receipt.TrySetException(new TacitException(Code.CounterTaken));
    }

    private IEnumerable<SealedEntry> Unsent()
    {
        for (var counter = Math.Max(device.Acked + 1, device.Oldest); counter <= device.Counter; counter++)
        {
            if (device.TryGet(counter, out var entry))
                yield return entry;
        }
    }

    private void Answered(long counter)
    {
        while (_inFlight.TryPeek(out var first) && first.Counter <= counter)
            InFlightBytes -= _inFlight.Dequeue().Size;
    }

    private Way WayOf(Code code, long counter, long detail)
    {
        if (code is Code.EpochWrong && EpochOf(counter) <= detail)
            return Way.SealAgain;
        return Refusals.IsOfEntry(code) ? Way.Drop : Way.Wait;
    }

    // A server that was restored is behind: it waits for the EPOCH entry to be given back.
    private long EpochOf(long counter) =>
        device.TryGet(counter, out var entry) && EntryHeader.TryRead(entry.Bytes.Span, out var header, out _)
            ? header.Epoch
            : 0;

    private bool TrySealAgain(ChannelView view, Mending mending)
    {
        if (view.Keyring.KeysOf(view.Epoch) is null || IsStuck)
            return false;
        var opened = Open(view, [.. Unsent().Where(one => one.Counter >= mending.From)]);

        // An epoch is opened after the one it was made for, or not at all.
        opened.RemoveAll(one => mending.Way == Way.Drop
            ? one.Header.Counter == mending.From
            : one.Header.Kind == EntryKind.Epoch);
        var receipts = TakeReceipts(mending.From);
        device.TakeBack(mending.From);
        SealAll(view, opened, receipts);
        foreach (var receipt in receipts.Values)
            receipt.TrySetException(new TacitException(mending.Code, mending.Detail));
        return true;
    }

    private Dictionary<long, TaskCompletionSource<long>> TakeReceipts(long from)
    {
        var taken = new Dictionary<long, TaskCompletionSource<long>>();
        foreach (var counter in _receipts.Keys.Where(counter => counter >= from).ToList())
        {
            _receipts.Remove(counter, out var receipt);
            taken.Add(counter, receipt!);
        }

        return taken;
    }

    private List<(EntryHeader Header, byte[] Fields, ReadOnlyMemory<byte> Content)> Open(
        ChannelView view, List<SealedEntry> entries)
    {
        var opened = new List<(EntryHeader, byte[], ReadOnlyMemory<byte>)>();
        foreach (var entry in entries)
        {
            EntryHeader.TryRead(entry.Bytes.Span, out var header, out _);
            if (view.Keyring.KeysOf(header.Epoch) is { } keys
                && EntryOpener.TryOpen(
                    channel, keys, device.Key.PublicKey.Span, device.PrevOf(header.Counter), entry.Bytes.Span,
                    out var content))
            {
                opened.Add((header, header.Fields(entry.Bytes.Span).ToArray(), content));
            }
        }

        return opened;
    }

    private void SealAll(
        ChannelView view,
        IEnumerable<(EntryHeader Header, byte[] Fields, ReadOnlyMemory<byte> Content)> opened,
        Dictionary<long, TaskCompletionSource<long>> receipts)
    {
        var keys = view.Keyring.KeysOf(view.Epoch)!;
        foreach (var (header, fields, content) in opened)
        {
            var entry = device.Seal(keys, header.Kind, fields, content.Span);
            if (receipts.Remove(header.Counter, out var receipt))
                _receipts[entry.Counter] = receipt;
        }
    }

    private enum Way
    {
        SendAgain,
        SealAgain,
        Drop,
        Wait,
    }

    private sealed record Mending(Way Way, long From, Code Code, long Detail);
}
