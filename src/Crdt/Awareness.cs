using Tacit.Crdt.Coding;

namespace Tacit.Crdt;

/// <summary>
/// Who is present and what they show of themselves: a name, a cursor. Not part of the document and never stored. Each
/// client has one state and a clock; the larger clock wins. The format is that of y-protocols.
/// </summary>
/// <remarks>
/// Nothing runs by itself: whoever owns this calls <see cref="Tick"/> about every <see cref="TickInterval"/>, and
/// sends on what <see cref="Updated"/> reports as made here.
/// </remarks>
public sealed class Awareness
{
    /// <summary>A client that is not heard of for so long is taken to be gone.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>How often to call <see cref="Tick"/>.</summary>
    public static readonly TimeSpan TickInterval = Timeout / 10;

    /// <summary>Clients in one update; a message of many is refused before it costs anything.</summary>
    private const int ClientsMax = 100_000;

    private readonly Dictionary<long, Any> _states = [];
    private readonly Dictionary<long, Heard> _heard = [];
    private readonly TimeProvider _time;

    /// <summary>Begins with an empty state for the local client.</summary>
    /// <param name="clientId">The client id of the document.</param>
    /// <param name="time">The clock by which silence is measured.</param>
    public Awareness(long clientId, TimeProvider? time = null)
    {
        ClientId = clientId;
        _time = time ?? TimeProvider.System;
        LocalState = new AnyObject();
    }

    /// <summary>When somebody came, left, or shows something else.</summary>
    public event Action<AwarenessChange>? Changed;

    /// <summary>As <see cref="Changed"/>, and also when somebody only said to be still there: what is to be sent on.
    /// </summary>
    public event Action<AwarenessChange>? Updated;

    /// <summary>The local client.</summary>
    public long ClientId { get; }

    /// <summary>What each present client shows.</summary>
    public IReadOnlyDictionary<long, Any> States => _states;

    /// <summary>What the local client shows, null when it is not present. Setting it tells the others.</summary>
    public AnyObject? LocalState
    {
        get => _states.TryGetValue(ClientId, out var state) ? state.AsObject : null;
        set => SetLocal(value);
    }

    /// <summary>Changes one field of the local state, if there is one.</summary>
    public void SetLocalField(string field, Any value)
    {
        if (LocalState is not { } current)
            return;
        var changed = new AnyObject();
        foreach (var (key, old) in current)
            changed[key] = old;
        changed[field] = value;
        LocalState = changed;
    }

    /// <summary>The states of some clients, for others. A client that is gone is encoded as gone.</summary>
    /// <param name="clients">Those to encode; null for all that are present.</param>
    public byte[] Encode(IEnumerable<long>? clients = null)
    {
        var known = (clients ?? _states.Keys).Where(_heard.ContainsKey).ToArray();
        var writer = new ByteWriter();
        writer.WriteVarUint(known.Length);
        foreach (var client in known)
        {
            writer.WriteVarUint(client);
            writer.WriteVarUint(_heard[client].Clock);
            writer.WriteVarString(JsonText.Write(_states.TryGetValue(client, out var state) ? state : Any.Null));
        }
        return writer.ToArray();
    }

    /// <summary>Takes in the states that another client sent.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no awareness update; nothing changed.</exception>
    public void Apply(ReadOnlySpan<byte> update, object? origin = null)
    {
        var entries = Parse(update);
        var now = _time.GetUtcNow();
        List<long> added = [], updated = [], changed = [], removed = [];
        foreach (var (client, announced, state) in entries)
        {
            var isKnown = _heard.TryGetValue(client, out var heard);
            var clock = isKnown ? heard.Clock : 0;
            var isPresent = _states.TryGetValue(client, out var old);
            if (announced < clock || (announced == clock && !(state.IsNull && isPresent)))
                continue;
            clock = announced;
            if (!state.IsNull)
                _states[client] = state;
            else if (client == ClientId && isPresent)
                clock++; // Nobody else can send us away; the higher clock says that we are still here.
            else
                _states.Remove(client);
            _heard[client] = new Heard(clock, now);
            if (!isKnown && !state.IsNull)
                added.Add(client);
            else if (isKnown && state.IsNull)
                removed.Add(client);
            else if (!state.IsNull)
                Note(client, !isPresent || old != state, updated, changed);
        }
        Emit(added, updated, changed, removed, origin);
    }

    /// <summary>
    /// Says again that the local client is here, when that is due, and drops those who have not for
    /// <see cref="Timeout"/>.
    /// </summary>
    public void Tick()
    {
        var now = _time.GetUtcNow();
        if (LocalState is { } local && now - _heard[ClientId].At >= Timeout / 2)
            LocalState = local;
        Remove([.. _states.Keys.Where(client => client != ClientId && now - _heard[client].At >= Timeout)], "timeout");
    }

    /// <summary>Drops clients, for instance all that came over a connection that broke.</summary>
    public void Remove(IReadOnlyCollection<long> clients, object? origin)
    {
        ArgumentNullException.ThrowIfNull(clients);
        var removed = clients.Where(_states.Remove).ToList();
        if (removed.Contains(ClientId))
            _heard[ClientId] = new Heard(_heard[ClientId].Clock + 1, _time.GetUtcNow());
        Emit([], [], [], removed, origin);
    }

    private static void Note(long client, bool isNew, List<long> updated, List<long> changed)
    {
        updated.Add(client);
        if (isNew)
            changed.Add(client);
    }

    private static List<(long Client, long Clock, Any State)> Parse(ReadOnlySpan<byte> update)
    {
        var reader = new ByteReader(update);
        var count = reader.ReadVarUint();
        if (count > ClientsMax)
            throw reader.Malformed("an awareness update names more clients than the limit");
        var entries = new List<(long Client, long Clock, Any State)>();
        for (long i = 0; i < count; i++)
        {
            var client = reader.ReadVarUint();
            var clock = reader.ReadVarUint();
            if (!JsonReader.TryRead(reader.ReadVarString(), DecodeLimits.Default.ValueDepthMax, out var state))
                throw reader.Malformed("an awareness state is not JSON");
            entries.Add((client, clock, state));
        }
        return entries;
    }

    private void SetLocal(AnyObject? state)
    {
        var clock = _heard.TryGetValue(ClientId, out var heard) ? heard.Clock + 1 : 0;
        var wasPresent = _states.TryGetValue(ClientId, out var old);
        if (state is null)
            _states.Remove(ClientId);
        else
            _states[ClientId] = state;
        _heard[ClientId] = new Heard(clock, _time.GetUtcNow());
        if (state is null)
            Emit([], [], [], [ClientId], null);
        else if (!wasPresent)
            Emit([ClientId], [], [], [], null);
        else
            Emit([], [ClientId], old == state ? [] : [ClientId], [], null);
    }

    private void Emit(List<long> added, List<long> updated, List<long> changed, List<long> removed, object? origin)
    {
        if (added.Count + changed.Count + removed.Count > 0)
            Changed?.Invoke(new AwarenessChange(added, changed, removed, origin));
        if (added.Count + updated.Count + removed.Count > 0)
            Updated?.Invoke(new AwarenessChange(added, updated, removed, origin));
    }

    private readonly record struct Heard(long Clock, DateTimeOffset At);
}
