using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// The leases of this core on the shards of one lane. They are asked for when a front needs a shard, and run on until
/// another core has them, they are given back, or no storage is there for too long. Any thread.
/// Source: docs/architecture/cluster.md.
/// </summary>
/// <remarks>
/// With each link to a storage this core asks as another holder: so its tokens change, and what was on its way over the
/// link before is fenced. A shard whose token then is the next one was nobody else's in between, and is kept.
/// </remarks>
/// <param name="settings">Who this core is, and for how long it waits for a storage.</param>
/// <param name="questions">To ask the storage.</param>
/// <param name="surroundings">Time, randomness and threads.</param>
/// <param name="tell">Gives the lane an order.</param>
/// <param name="ended">The core ends.</param>
internal sealed class ShardLeases(
    CoreSettings settings,
    StorageQuestions questions,
    Surroundings surroundings,
    Action<LaneOrder> tell,
    CancellationToken ended)
{
    private static readonly TimeSpan AskAgainDelay = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<Shard, long> _held = [];
    private readonly Dictionary<Shard, Task<Holding>> _asking = [];
    private readonly HashSet<Shard> _yielding = [];
    private ILink _storage = new ClosedLink(NodeId.Storage);
    private LeaseHolder _holder;
    private bool _isSettled;

    /// <summary>The way to the storage. It may not stand.</summary>
    public ILink Storage
    {
        get
        {
            lock (_gate)
                return _storage;
        }
    }

    /// <summary>Whether the core takes no more shards.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>The shards that it holds.</summary>
    public IReadOnlyList<Shard> Held
    {
        get
        {
            lock (_gate)
                return [.. _held.Keys];
        }
    }

    /// <summary>The token under which a shard is held; 0 if it is not.</summary>
    public long TokenOf(Shard shard)
    {
        lock (_gate)
            return _isSettled ? _held.GetValueOrDefault(shard) : 0;
    }

    /// <summary>Holds a shard: asks for it if it does not yet.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="takeOver">The token of the holder to take it from; 0 to take it from nobody.</param>
    public async ValueTask<Holding> HoldAsync(Shard shard, long takeOver)
    {
        while (true)
        {
            Task<Holding>? asked;
            var isOwn = false;
            lock (_gate)
            {
                if (!_isSettled || IsLeaving || _yielding.Contains(shard))
                    return Holding.Unable;
                if (_held.TryGetValue(shard, out var token))
                    return Holding.Under(token);
                if (!_asking.TryGetValue(shard, out asked))
                {
                    asked = _asking[shard] = AskAsync(shard, takeOver, _storage, _holder);
                    isOwn = true;
                }
            }

            var holding = await asked;
            if (isOwn || holding.IsHeld || holding.Token != takeOver || takeOver == 0)
                return holding;
        }
    }

    /// <summary>
    /// There is a link to a storage: what was held over the one before is leased again, then the lane goes on.
    /// </summary>
    public async Task AttachAsync(ILink storage)
    {
        LeaseHolder holder;
        KeyValuePair<Shard, long>[] held;
        lock (_gate)
        {
            _storage = storage;
            _isSettled = false;
            _holder = holder = new(settings.Id, surroundings.NextId());
            held = [.. _held];
            tell(new StorageChanged(null));
        }

        await Task.WhenAll(held.Select(one => KeepAsync(one.Key, one.Value, storage, holder)));
        lock (_gate)
        {
            if (_storage != storage || !storage.IsOpen)
                return;
            _isSettled = true;
            tell(new StorageChanged(storage));
        }
    }

    /// <summary>The link to the storage closed, and there is no other.</summary>
    public async Task DetachAsync()
    {
        var none = new ClosedLink(NodeId.Storage);
        lock (_gate)
        {
            if (_storage is ClosedLink)
                return;
            (_storage, _holder, _isSettled) = (none, default, false);
            tell(new StorageChanged(null));
        }

        try
        {
            await Task.Delay(settings.StorageWait, surroundings.Time, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }

        // Another core may reach what this one does not.
        lock (_gate)
        {
            if (_storage != none)
                return;
            foreach (var (shard, token) in _held)
                tell(new ShardGone(shard, null, token));
            _held.Clear();
            _yielding.Clear();
        }
    }

    /// <summary>Lets all leases run on, and learns which are lost.</summary>
    public async Task RenewAsync()
    {
        ILink storage;
        LeaseHolder holder;
        Shard[] shards;
        lock (_gate)
        {
            if (!_isSettled || _held.Count == 0)
                return;
            (storage, holder, shards) = (_storage, _holder, [.. _held.Keys]);
        }

        var renewed = await questions.RenewAsync(storage, holder, shards);
        foreach (var lost in renewed.Lost)
            Lose(lost, holder);
    }

    /// <summary>An entry under a token was fenced: the shard is lost, though to whom is to be asked.</summary>
    public void Doubt(Shard shard, long token)
    {
        lock (_gate)
        {
            if (!_isSettled || _held.GetValueOrDefault(shard) != token)
                return;
            _held.Remove(shard);
            _asking[shard] = FindOwnerAsync(shard, token, _storage, _holder);
        }
    }

    /// <summary>Begins to give a shard back, if it is held: the lane says when nothing of it is in flight.</summary>
    public void Yield(Shard shard)
    {
        // Told under the lock, as its end is: a lane that heard of the end first would wait for another for ever.
        lock (_gate)
        {
            if (_held.ContainsKey(shard) && _yielding.Add(shard))
                tell(new ShardYielded(shard));
        }
    }

    /// <summary>Nothing of a shard is in flight any more: gives it back.</summary>
    public void GiveBack(Shard shard)
    {
        ILink storage;
        LeaseHolder holder;
        lock (_gate)
        {
            _yielding.Remove(shard);
            if (!_held.Remove(shard, out var token))
                return;
            tell(new ShardGone(shard, null, token));
            (storage, holder) = (_storage, _holder);
        }

        // Nobody waits for it: whoever asks for the shard next has its token, and may take it over.
        _ = storage.SendAsync(new ReleaseLeases(holder, [shard])).AsTask();
    }

    private async Task<Holding> AskAsync(Shard shard, long takeOver, ILink storage, LeaseHolder holder)
    {
        await Task.Yield();
        var lease = await questions.AcquireAsync(storage, shard, holder, takeOver: false);

        // What an earlier life of this core held is nobody's.
        if (lease.Code == Code.None && lease.Holder != holder
            && (lease.Token == takeOver || lease.Holder.Node == settings.Id))
        {
            lease = await questions.AcquireAsync(storage, shard, holder, takeOver: true);
        }

        lock (_gate)
        {
            _asking.Remove(shard);
            if (lease.Code != Code.None || _holder != holder)
                return Holding.Unable;
            if (lease.Holder != holder)
                return lease.Holder.IsNobody ? Holding.Unable : Holding.By(lease.Holder.Node, lease.Token);
            _held[shard] = lease.Token;
            return Holding.Under(lease.Token);
        }
    }

    private async Task KeepAsync(Shard shard, long token, ILink storage, LeaseHolder holder)
    {
        var lease = await questions.AcquireAsync(storage, shard, holder, takeOver: false);
        while (lease.Code != Code.None && storage.IsOpen && !ended.IsCancellationRequested)
        {
            await Task.Delay(AskAgainDelay, surroundings.Time, CancellationToken.None);
            lease = await questions.AcquireAsync(storage, shard, holder, takeOver: false);
        }

        if (lease.Code == Code.None && lease.Holder.Node == settings.Id && lease.Token == token)
            lease = await questions.AcquireAsync(storage, shard, holder, takeOver: true);
        lock (_gate)
        {
            // Over the next link it is tried again.
            if (_holder != holder || lease.Code != Code.None)
                return;
            if (lease.Holder == holder && lease.Token == token + 1)
            {
                _held[shard] = lease.Token;
                tell(new ShardKept(shard, lease.Token));
                return;
            }

            _held.Remove(shard);
            _yielding.Remove(shard);
            tell(new ShardGone(shard, OwnerOf(lease.Holder), lease.Token));
        }
    }

    private async Task<Holding> FindOwnerAsync(Shard shard, long token, ILink storage, LeaseHolder holder)
    {
        await Task.Yield();
        var renewed = await questions.RenewAsync(storage, holder, [shard]);
        var lost = renewed.Lost.Count > 0 ? renewed.Lost[0] : new(shard, default, token);
        lock (_gate)
        {
            _asking.Remove(shard);
            _yielding.Remove(shard);
            tell(new ShardGone(shard, OwnerOf(lost.Holder), lost.Token));
        }

        return Holding.Unable;
    }

    private void Lose(LostLease lost, LeaseHolder holder)
    {
        lock (_gate)
        {
            if (_holder != holder || !_held.TryGetValue(lost.Shard, out var token) || token > lost.Token)
                return;
            _held.Remove(lost.Shard);
            _yielding.Remove(lost.Shard);
            tell(new ShardGone(lost.Shard, OwnerOf(lost.Holder), lost.Token));
        }
    }

    private NodeId? OwnerOf(LeaseHolder holder) =>
        holder.IsNobody || holder.Node == settings.Id ? null : holder.Node;
}
