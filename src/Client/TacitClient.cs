using System.Net.Sockets;
using System.Net.WebSockets;
using Tacit.Capability;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Client;

/// <summary>
/// Speaks with one server for any number of channels, over one connection that it renews by itself. Any thread.
/// </summary>
public sealed class TacitClient : IAsyncDisposable
{
    private static readonly TimeSpan SteadyMin = TimeSpan.FromSeconds(5);
    // A server that took the connection and says nothing, such as one behind a dead link, must not hold the client.
    private static readonly TimeSpan OpeningMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly ClientOptions _options;
    private readonly Uri _server;
    private readonly Loop _loop;
    private readonly Uplink _uplink;
    private readonly List<ChannelSession> _sessions = [];
    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _ticks;
    private readonly Task _running;
    private ChannelState _connection = ChannelState.Connecting;
    private TacitException? _final;
    private TacitException? _trouble;
    private int _isDisposed;

    /// <summary>Makes a client; it connects when the first channel is opened.</summary>
    /// <param name="server">The server, as in <c>https://pads.example</c>; links of others are refused.</param>
    /// <param name="options">What it stands on.</param>
    public TacitClient(string server, ClientOptions? options = null)
    {
        _options = options ?? new();
        _server = new(server);
        if (_server.Scheme is not ("http" or "https"))
            throw new ArgumentException("A server has an http or https address.", nameof(server));
        _uplink = new(_server.Authority.ToLowerInvariant(), _options.Time);
        _loop = new(AfterBurst);
        _running = RunAsync();
        _ticks = _options.Time.CreateTimer(_ => _loop.Post(Tick), null, TickInterval, TickInterval);
    }

    /// <summary>Opens a channel. Completes without waiting for the server.</summary>
    /// <param name="link">The link; the caller may dispose of it afterwards.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TacitException">
    /// <see cref="Code.PasswordNeeded"/>; <see cref="Code.OutboxInUse"/>.
    /// </exception>
    public Task<Channel> OpenAsync(
        Link link, ChannelOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(link, null, options ?? new(), cancellationToken);

    /// <summary>
    /// Opens a channel that was just drawn: with its own link, so that the first connection makes it.
    /// </summary>
    public Task<Channel> OpenAsync(
        NewChannel channel, ChannelOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(channel.Own, channel.Descriptor, options ?? new(), cancellationToken);

    /// <summary>Draws a channel, opens it, and completes when the server has it.</summary>
    /// <exception cref="TacitException">The server refused.</exception>
    public async Task<Channel> CreateAsync(
        ChannelKind kind, ChannelOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var drawn = NewChannel.Draw(kind, _server.GetLeftPart(UriPartial.Authority), _options.Secrets);
        Channel? opened = null;
        try
        {
            opened = await OpenAsync(drawn, options, cancellationToken).ConfigureAwait(false);
            await opened.SavedAsync(cancellationToken).ConfigureAwait(false);
            var made = opened;
            opened = null;
            return made;
        }
        finally
        {
            if (opened is not null)
                await opened.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _ticks.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task<Channel> OpenAsync(
        Link link, Descriptor? descriptor, ChannelOptions options, CancellationToken cancellationToken)
    {
        if (!string.Equals(new Uri(link.Origin).Authority, _server.Authority, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The link is of another server: {link.Origin}", nameof(link));
        if (link.NeedsPassword && options.Password is null)
            throw new TacitException(Code.PasswordNeeded);

        // The password's derivation and the journal take long enough to keep off the caller's thread.
        var session = await Task.Run(() => Prepare(link, descriptor, options), cancellationToken).ConfigureAwait(false);
        _wanted.TrySetResult();
        try
        {
            await _loop.CallAsync(() => Add(session)).ConfigureAwait(false);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        return new(_loop, session, _options, LeaveAsync);
    }

    private ChannelSession Prepare(Link link, Descriptor? descriptor, ChannelOptions options)
    {
        var unlocked = link.NeedsPassword ? link.Unlock(options.Password!) : link.Copy();
        return new(
            _uplink,
            unlocked,
            link.NeedsPassword,
            options,
            _options,
            OpenDevice(link.Channel),
            descriptor ?? Descriptors.Of(unlocked));
    }

    private Device OpenDevice(ChannelId channel) => new(channel, OpenJournal(channel.ToHex()), _options.Secrets);

    private IJournal OpenJournal(string name) =>
        _options.Folder is { } folder ? FileJournal.Open(folder, name) : new MemoryJournal();

    private void Add(ChannelSession session)
    {
        _sessions.Add(session);
        if ((_final ?? session.Membership.Ended(_options.Time.GetUtcNow())) is { } refusal)
            session.Refuse(refusal);
        else if (_uplink.IsConnected)
            session.Join();
    }

    private async Task LeaveAsync(ChannelSession session)
    {
        // A client that has ended has let go of all its channels.
        if (Volatile.Read(ref _isDisposed) != 0 || _loop.Ended.IsCompleted)
            return;
        await _loop.CallAsync(() =>
        {
            if (!_sessions.Remove(session))
                return;
            if (session.Handle is { } handle)
                _uplink.Leave(session, handle);
            _uplink.Forget(session);
            FlushOf(session);
            session.Dispose();
        }).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var looping = _loop.RunAsync();
        var connecting = ConnectForeverAsync(_stop.Token);
        await Task.WhenAny(looping, Stopped()).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _loop.Complete();
        await looping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in _sessions)
        {
            // A fault of the loop is one of this code: whoever waits is told, and does not hang.
            if (looping.Exception?.InnerException is { } fault)
            {
                session.Refuse(new(Code.Internal, 0, fault.ToString(), fault));
                session.UpdateStatus(ChannelState.Offline, null);
            }

            session.Dispose();
        }

        Task Stopped() => Task.Delay(Timeout.Infinite, _stop.Token);
    }

    private async Task ConnectForeverAsync(CancellationToken cancellationToken)
    {
        await _wanted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; ; attempt++)
        {
            var begun = _options.Time.GetTimestamp();
            var fault = await ConnectOnceAsync(cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                return;
            await _loop.CallAsync(() => Disconnected(fault)).ConfigureAwait(false);
            if (fault is not null && Refusals.IsFinalForConnection(fault.Code))
                return;

            // A connection that lasted shows that the server is well; one that ends at once must not become a loop.
            if (_options.Time.GetElapsedTime(begun) > SteadyMin)
                attempt = 0;
            var wait = Backoff.Wait(_options.Random, attempt, fault?.Detail ?? 0);
            await Task.Delay(wait, _options.Time, cancellationToken).ConfigureAwait(false);
            await _loop.CallAsync(() => _connection = ChannelState.Connecting).ConfigureAwait(false);
        }
    }

    // Returns why the connection ended, if the server said so.
    private async Task<TacitException?> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var address = new UriBuilder(_server)
            {
                Scheme = _server.Scheme == "https" ? "wss" : "ws",
                Path = Protocol.Path,
            };
            using var connection = await GreetAsync(address.Uri, cancellationToken).ConfigureAwait(false);
            if (connection.Welcome.Audience != _uplink.Audience)
                throw new TacitException(Code.AudienceMismatch);
            await _loop.CallAsync(() => Connected(connection)).ConfigureAwait(false);
            await connection.RunAsync(message => ReceiveAsync(message), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (TacitException refusal)
        {
            return refusal;
        }
        catch (Exception fault) when (fault is WebSocketException or HttpRequestException or SocketException
            or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task<Connection> GreetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(OpeningMax, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var socket = await _options.Connect(address, either.Token).ConfigureAwait(false);
        return await Connection.GreetAsync(socket, _options.Agent, either.Token).ConfigureAwait(false);
    }

    private async Task ReceiveAsync(byte[] message)
    {
        TacitException? ending = null;
        await _loop.CallAsync(() =>
        {
            try
            {
                _uplink.Receive(message);
            }
            catch (TacitException refusal)
            {
                ending = refusal;
            }
        }).ConfigureAwait(false);
        if (ending is not null)
            throw ending;
    }

    private void Connected(Connection connection)
    {
        _uplink.Connected(connection);
        _trouble = null;
        foreach (var session in _sessions)
            session.Join();
    }

    private void Disconnected(TacitException? fault)
    {
        (_connection, _trouble) = (ChannelState.Offline, fault ?? new(Code.Offline));
        _uplink.Disconnected();
        foreach (var session in _sessions)
            session.OnDisconnected();
        if (fault is null || !Refusals.IsFinalForConnection(fault.Code))
            return;
        _final = fault;
        foreach (var session in _sessions)
            session.Refuse(fault);
    }

    private void Tick()
    {
        var now = _options.Time.GetUtcNow();
        foreach (var session in _sessions)
        {
            if (!session.IsOver && session.Membership.Ended(now) is { } over)
                session.Refuse(over);
        }

        _uplink.Tick();
        if (!_uplink.IsConnected)
            return;
        foreach (var session in _sessions)
            session.Tick(now);
    }

    // What was sealed is durable before it is sent, and a status is shown only when it is true.
    private void AfterBurst()
    {
        foreach (var session in _sessions)
            FlushOf(session);
        _uplink.Pump(_sessions);
        foreach (var session in _sessions)
            session.UpdateStatus(_connection, _trouble);
    }

    private static void FlushOf(ChannelSession session)
    {
        try
        {
            session.Device.Flush();
        }
        catch (IOException fault)
        {
            session.Refuse(new(Code.OutboxDamaged, 0, $"the outbox cannot be written: {fault.Message}", fault));
        }
    }
}
