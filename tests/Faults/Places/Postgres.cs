using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tacit.Faults.Places;

/// <summary>
/// PostgreSQL on three members under Patroni, with three members of etcd: daemons <c>postgres:0</c> to
/// <c>postgres:2</c> and <c>etcd:0</c> to <c>etcd:2</c>.
/// </summary>
internal sealed class Postgres : IDisposable
{
    /// <summary>Of everybody.</summary>
    public const string Password = "faults";

    private const int MemberCount = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly Member[] _etcds;
    private readonly Member[] _postgres;

    private Postgres(Member[] etcds, Member[] postgres) => (_etcds, _postgres) = (etcds, postgres);

    /// <summary>Its processes.</summary>
    public IEnumerable<Daemon> Daemons => _etcds.Concat(_postgres).Select(member => member.Daemon);

    /// <summary>How storages reach whoever is the primary.</summary>
    public string ConnectionString { get; private init; } = "";

    /// <summary>Makes the daemons; <see cref="StartAsync"/> starts them.</summary>
    /// <param name="folder">For everything that they write; made here.</param>
    /// <param name="addresses">Where they listen.</param>
    /// <param name="logOf">Where each one's output goes.</param>
    public static async Task<Postgres> CreateAsync(string folder, Loopback addresses, Func<string, string> logOf)
    {
        await PostgresDaemons.MakeFolderAsync(folder);
        var places = Enumerable.Range(0, MemberCount)
            .Select(at => (Name: $"etcd:{at}", Peer: addresses.Next(), Clients: addresses.Next())).ToArray();
        var peers = places.Select(one => (one.Name, one.Peer)).ToArray();
        var listen = Enumerable.Range(0, MemberCount).Select(_ => addresses.Next()).ToArray();
        return new(
            [.. places.Select(one => new Member(one.Clients, PostgresDaemons.Etcd(
                one.Name, folder, one.Peer, one.Clients, peers, logOf(one.Name))))],
            [.. listen.Select((at, number) =>
            {
                var (name, api) = ($"postgres:{number}", addresses.Next());
                return new Member(api, PostgresDaemons.Member(
                    name, folder, api, at, places.Select(one => one.Clients), logOf(name))) { Data = at };
            })])
        {
            ConnectionString = $"Host={string.Join(',', listen.Select(one => $"{one}"))};Username=tacit;"
                + $"Password={Password};Database=tacit;Target Session Attributes=read-write;Timeout=1",
        };
    }

    /// <summary>Starts everything; completes when there is a database, and a copy of it in step.</summary>
    public async Task StartAsync()
    {
        await Task.WhenAll(Daemons.Select(daemon => daemon.StartAsync()));
        await WholeAsync();
        var primary = await UntilAsync(_postgres, IsPrimaryAsync);
        await PostgresDaemons.MakeDatabaseAsync(primary.Data!);
    }

    /// <summary>The member that takes writes.</summary>
    public async Task<Daemon> PrimaryAsync() => (await UntilAsync(_postgres, IsPrimaryAsync)).Daemon;

    /// <summary>The member of etcd that decides.</summary>
    public async Task<Daemon> EtcdLeaderAsync() => (await UntilAsync(_etcds, IsEtcdLeaderAsync)).Daemon;

    /// <summary>Completes when a primary says that it has a copy in step, and that all members run.</summary>
    public Task WholeAsync() => UntilAsync(_postgres, IsWholeAsync);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static async Task<Member> UntilAsync(Member[] members, Func<Member, Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            foreach (var member in members)
            {
                try
                {
                    if (await isSo(member))
                        return member;
                }
                catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException
                    or JsonException)
                {
                }
            }

            await Task.Delay(LookEvery, patience.Token);
        }
    }

    private async Task<bool> IsPrimaryAsync(Member member)
    {
        using var answer = await _http.GetAsync(new Uri($"http://{member.Api}/primary"));
        return answer.IsSuccessStatusCode;
    }

    private async Task<bool> IsWholeAsync(Member member)
    {
        if (!await IsPrimaryAsync(member))
            return false;
        var cluster = await _http.GetFromJsonAsync<JsonElement>(new Uri($"http://{member.Api}/cluster"));
        var members = cluster.GetProperty("members").EnumerateArray()
            .Select(one => (Role: one.GetProperty("role").GetString(), State: one.GetProperty("state").GetString()))
            .ToArray();
        return members.Length == MemberCount
            && members.All(one => one.State is "running" or "streaming")
            && members.Any(one => one.Role == "sync_standby");
    }

    private async Task<bool> IsEtcdLeaderAsync(Member member)
    {
        using var answer = await _http.PostAsJsonAsync(
            new Uri($"http://{member.Api}/v3/maintenance/status"), new Dictionary<string, string>());
        var status = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return status.GetProperty("leader").GetString()
            == status.GetProperty("header").GetProperty("member_id").GetString();
    }

    private sealed record Member(IPEndPoint Api, Daemon Daemon)
    {
        /// <summary>Where the database is, of a member of PostgreSQL.</summary>
        public IPEndPoint? Data { get; init; }
    }
}
