using System.Diagnostics.CodeAnalysis;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// What one client has seen of a channel, and its judge: takes the log's entries in order and says what each is worth.
/// The server is not trusted: signatures, chains, rights and epochs are all checked here. One thread; no clock, no I/O.
/// <para>
/// Entries arrive in order of seq, but superseded ones may be missing. A kind that transmits the id of the entry before
/// it (snapshot, grant, epoch) is judged at once by its signature; its place in the chain is checked when the chain
/// gets there. All others wait until their chain is connected, by the entries before or by a snapshot's heads.
/// </para>
/// Source: docs/protocol/entry.md §2.4, §2.7, §2.9; log.md §3.4; keys.md §1.4, §1.7.
/// </summary>
public sealed class ChannelView : IDisposable
{
    private readonly ViewRights _rights;
    private readonly Dictionary<AuthorId, AuthorChain> _authors = [];
    private readonly List<(WaitingEntry Entry, EntryId Prev)> _waitingForKeys = [];
    private readonly ReplayWindow _replays = new();
    private List<ViewEvent> _events = [];

    /// <summary>Begins with nothing seen. The keyring becomes the view's.</summary>
    /// <param name="descriptor">The channel's facts.</param>
    /// <param name="keyring">Secrets that fit the descriptor (<see cref="Keyring.Fits"/>).</param>
    /// <param name="author">This device's key, whose boxes are opened; null for one who only reads.</param>
    public ChannelView(Descriptor descriptor, Keyring keyring, SigningKey? author) =>
        _rights = new(descriptor, keyring, author);

    /// <summary>
    /// The seq of the newest entry that was taken, or up to which the log was said to hold nothing else.
    /// </summary>
    public long Seq { get; private set; }

    /// <summary>The current epoch.</summary>
    public long Epoch => _rights.Epoch;

    /// <summary>Whether everything up to <see cref="Seq"/> was seen, so that a gap is a fault of the server.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Whether the server was found to leave out, repeat or change entries.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether something waits for another entry.</summary>
    public bool IsWaiting =>
        _waitingForKeys.Count > 0 || _authors.Values.Any(author => author.Waiting.Count > 0 || author.HasParts);

    /// <summary>The channel's facts.</summary>
    public Descriptor Descriptor => _rights.Descriptor;

    /// <summary>The secrets.</summary>
    public Keyring Keyring => _rights.Keyring;

    /// <summary>All authors of whom an entry was seen, in no order.</summary>
    public IEnumerable<AuthorState> AuthorsSeen => _authors.Values.Select(State);

    /// <summary>What was seen, by author.</summary>
    public VectorClock Clock => VectorClock.From(_authors.Values.Select(author => (author.Id, author.Counter)));

    internal ViewRights Rights => _rights;

    internal IEnumerable<AuthorChain> Chains => _authors.Values;

    /// <summary>What was seen of one author, or null.</summary>
    public AuthorState? AuthorOf(AuthorId id) =>
        _authors.TryGetValue(id, out var author) ? State(author) : null;

    /// <summary>The hash that every honest view has at this seq of this incarnation (entry.md §2.9).</summary>
    public byte[] HeadsHash() => Seal.HeadsHash.Of(
        _authors.Values.Where(one => one.Counter > 0).Select(one => (one.Id, one.Counter, one.Head)));

    /// <summary>
    /// Takes the next entry of the log. What comes of it and of entries that waited for it is returned in order; an
    /// entry seen before, or covered by a snapshot that was seen, adds nothing.
    /// </summary>
    public IReadOnlyList<ViewEvent> Accept(long seq, ReadOnlyMemory<byte> entry)
    {
        if (IsBroken)
            return [];
        _events = [];
        if (!EntryHeader.TryRead(entry.Span, out var header, out _) || entry.Length > EntryHeader.EntrySizeMax)
            _events.Add(new SkippedEntry(seq, default, 0, SkipReason.Malformed));
        else if (seq <= Seq)
            Break(seq, header.Author, header.Counter);
        else
            Follow(new(seq, entry, header, EntryId.Read(Blake2b.Hash(entry.Span))));
        Seq = Math.Max(Seq, seq);
        return _events;
    }

    /// <summary>
    /// Takes the server's word that everything up to a seq was sent: a chain that still does not connect is broken, and
    /// what has no key by now gets none.
    /// </summary>
    public IReadOnlyList<ViewEvent> CaughtUp(long seq)
    {
        if (IsBroken)
            return [];
        _events = [];
        IsLive = true;
        Seq = Math.Max(Seq, seq);
        if (_authors.Values.SelectMany(author => author.Waiting.Values).MinBy(one => one.Seq) is { } waiting)
            Break(waiting.Seq, waiting.Header.Author, waiting.Header.Counter);
        foreach (var (waitingForKey, _) in _waitingForKeys)
            Skip(waitingForKey, SkipReason.NoKey);
        _waitingForKeys.Clear();
        return _events;
    }

    /// <summary>
    /// The log is joined again: superseded entries may be missing until it is caught up.
    /// </summary>
    /// <param name="seq">The cursor from which entries come; 0 where they come by vector clock.</param>
    public void Rejoin(long seq) => (Seq, IsLive) = (seq, false);

    /// <summary>
    /// Opens a message of another who is present. No for one that does not open, came before, or is of an author who is
    /// not known or was removed.
    /// </summary>
    public bool TryOpenEphemeral(ReadOnlySpan<byte> message, [NotNullWhen(true)] out OpenedEphemeral? opened)
    {
        opened = null;
        return EphemeralHeader.TryRead(message, out var header)
            && header.Epoch >= Epoch - 1
            && Keyring.KeysOf(header.Epoch) is { } keys
            && _authors.TryGetValue(header.Author, out var author)
            && !author.Key.IsEmpty
            && author.Cut is null
            && EphemeralOpener.TryOpen(Descriptor.Id, keys, author.Key.Span, header, message, out opened)
            && _replays.TryAdvance(header.Author, header.Session, header.Counter);
    }

    /// <summary>This device writes as another author from here on: boxes for that one are opened.</summary>
    public void TakeAuthor(SigningKey author) => _rights.Author = author;

    /// <inheritdoc />
    public void Dispose() => _rights.Keyring.Dispose();

    internal void Restore(long seq, IEnumerable<AuthorChain> chains)
    {
        Seq = seq;
        foreach (var chain in chains)
            _authors.Add(chain.Id, chain);
    }

    private static AuthorState State(AuthorChain one) =>
        new(one.Id, one.Key, one.Role, one.Counter, one.Head, one.Cut);

    private void Follow(WaitingEntry entry)
    {
        // The log takes no entry of an epoch before the EPOCH entry that opens it: that one was left out.
        var header = entry.Header;
        if (header.Epoch > Epoch + (header.Kind == EntryKind.Epoch ? 1 : 0))
        {
            Break(entry);
            return;
        }

        if (!_authors.TryGetValue(header.Author, out var author))
        {
            if (header.Kind != EntryKind.Grant || header.Counter != 1)
            {
                Break(entry);
                return;
            }

            author = new(header.Author) { Cut = _rights.CutOf(header.Author) };
            _authors.Add(header.Author, author);
        }

        var isKnown = author.TryGetId(header.Counter, out var known);
        if (isKnown ? known != entry.Id : header.Counter > author.Counter && header.Counter < author.Newest)
            Break(entry);
        else if (header.Counter > author.Counter + 1)
            Wait(author, entry);
        else if (header.Counter == author.Counter + 1)
            Connect(author, entry);
        else if (!isKnown && entry.TransmitsPrev)
            HandleBehind(author, entry);
        Drain(author);
    }

    // It outlived the entries around it: the chain has passed on by a snapshot's heads, and its signature speaks for
    // it.
    private void HandleBehind(AuthorChain author, WaitingEntry entry)
    {
        author.Remember(entry.Header.Counter, entry.Id);
        Handle(author, entry, entry.Header.Prev, isConnected: true);
    }

    private void Wait(AuthorChain author, WaitingEntry entry)
    {
        if (IsLive)
        {
            Break(entry);
            return;
        }

        if (!author.Waiting.TryAdd(entry.Header.Counter, entry))
            return;
        author.Remember(entry.Header.Counter, entry.Id);
        if (entry.TransmitsPrev)
            Handle(author, entry, entry.Header.Prev, isConnected: false);
        else
            _events.Add(new ParkedEntry(entry.Seq, author.Id, entry.Header.Counter));
    }

    private void Connect(AuthorChain author, WaitingEntry entry)
    {
        var prev = author.Head;
        if (entry.TransmitsPrev && entry.Header.Prev != prev)
        {
            Break(entry);
            return;
        }

        author.Advance(entry.Header.Counter, entry.Id);
        if (!entry.IsHandled)
            Handle(author, entry, prev, isConnected: true);
    }

    private void Drain(AuthorChain author)
    {
        while (!IsBroken && author.Waiting.Count > 0)
        {
            var (counter, entry) = author.Waiting.First();
            if (counter > author.Counter + 1)
                return;
            author.Waiting.Remove(counter);
            if (counter == author.Counter + 1)
                Connect(author, entry);
            else if (!entry.IsHandled && entry.TransmitsPrev)
                Handle(author, entry, entry.Header.Prev, isConnected: true);
        }
    }

    private void Handle(AuthorChain author, WaitingEntry entry, EntryId prev, bool isConnected)
    {
        if (_rights.Refuse(author, entry, prev) is { } reason)
        {
            MarkHandled(author, entry);
            Skip(entry, reason);
            return;
        }

        if (entry.Header.Kind == EntryKind.Epoch)
        {
            foreach (var (removed, cut) in _rights.OpenEpoch(entry))
            {
                if (_authors.TryGetValue(removed, out var chain))
                    chain.Cut = cut;
            }
        }

        Open(author, entry, prev, isConnected);
        if (entry.Header.Kind == EntryKind.Epoch)
            OpenWhatHasKeysNow();
    }

    private void OpenWhatHasKeysNow()
    {
        var openable = _waitingForKeys.FindAll(one => Keyring.KeysOf(one.Entry.Header.Epoch) is not null);
        _waitingForKeys.RemoveAll(openable.Contains);
        foreach (var (entry, prev) in openable.OrderBy(one => one.Entry.Seq))
        {
            var author = _authors[entry.Header.Author];
            Open(author, entry, prev, entry.Header.Counter <= author.Counter);
        }
    }

    private void Open(AuthorChain author, WaitingEntry entry, EntryId prev, bool isConnected)
    {
        if (Keyring.KeysOf(entry.Header.Epoch) is not { } keys)
        {
            MarkHandled(author, entry);
            if (IsLive)
            {
                Skip(entry, SkipReason.NoKey);
                return;
            }

            _waitingForKeys.Add((entry, prev));
            _events.Add(new ParkedEntry(entry.Seq, author.Id, entry.Header.Counter));
            return;
        }

        if (!EntryOpener.TryOpen(Descriptor.Id, keys, prev, entry.Header, entry.Bytes.Span, out var content))
        {
            MarkHandled(author, entry);
            Skip(entry, SkipReason.DoesNotOpen);
            return;
        }

        switch (entry.Header.Kind)
        {
            case EntryKind.Part:
                author.AddPart(entry.Header.Counter, content);
                break;
            case EntryKind.Snapshot:
                OpenSnapshot(author, entry, content, isConnected);
                break;
            default:
                author.DropParts();
                MarkHandled(author, entry);
                Emit(entry, content);
                break;
        }
    }

    private void OpenSnapshot(AuthorChain author, WaitingEntry entry, ReadOnlyMemory<byte> content, bool isConnected)
    {
        var reader = new WireReader(entry.Fields);
        SnapshotFields.TryRead(ref reader, out var fields);

        // Its parts wait for their chain, which may wait for its heads: these are taken first, and it comes again.
        var waitsForParts = !isConnected && fields.Parts > 0;
        if (!SnapshotContent.TryRead(content, fields.Covers, out var snapshot)
            || !author.TryFindParts(entry.Header.Counter, fields.Parts)
            || !IsTrueTo(snapshot.Heads))
        {
            MarkHandled(author, entry);
            Skip(entry, SkipReason.NotASnapshot);
            return;
        }

        if (waitsForParts)
        {
            author.Waiting[entry.Header.Counter] = entry with { IsHandled = false };
        }
        else
        {
            MarkHandled(author, entry);
            Emit(entry, Document(author.TakeParts(fields.Parts), snapshot.Document));
        }

        Anchor(entry, snapshot.Heads);
    }

    private bool IsTrueTo(IReadOnlyList<(AuthorId Author, long Counter, EntryId Head)> heads) => heads.All(head =>
        _authors.TryGetValue(head.Author, out var author)
        && (!author.TryGetId(head.Counter, out var known) || known == head.Head));

    private void Anchor(WaitingEntry entry, IReadOnlyList<(AuthorId Author, long Counter, EntryId Head)> heads)
    {
        foreach (var (id, counter, head) in heads)
        {
            var author = _authors[id];
            if (counter <= author.Counter)
                continue;
            if (IsLive)
            {
                Break(entry);
                return;
            }

            author.Advance(counter, head);
            Drain(author);
        }
    }

    private static ReadOnlyMemory<byte> Document(List<ReadOnlyMemory<byte>> parts, ReadOnlyMemory<byte> rest)
    {
        if (parts.Count == 0)
            return rest;
        var document = new byte[parts.Sum(part => part.Length) + rest.Length];
        var length = 0;
        foreach (var part in parts.Append(rest))
        {
            part.CopyTo(document.AsMemory(length));
            length += part.Length;
        }

        return document;
    }

    private static void MarkHandled(AuthorChain author, WaitingEntry entry)
    {
        if (author.Waiting.ContainsKey(entry.Header.Counter))
            author.Waiting[entry.Header.Counter] = entry with { IsHandled = true };
    }

    private void Emit(WaitingEntry entry, ReadOnlyMemory<byte> content) => _events.Add(new OpenedEntry(
        entry.Seq, entry.Header.Author, entry.Header.Counter, entry.Id, entry.Header.Kind, entry.Header.Epoch, content,
        entry.Fields.ToArray()));

    private void Skip(WaitingEntry entry, SkipReason reason) =>
        _events.Add(new SkippedEntry(entry.Seq, entry.Header.Author, entry.Header.Counter, reason));

    private void Break(WaitingEntry entry) => Break(entry.Seq, entry.Header.Author, entry.Header.Counter);

    private void Break(long seq, AuthorId author, long counter)
    {
        IsBroken = true;
        _events.Add(new ChainBroken(seq, author, counter));
    }
}
