using System.Net;
using System.Net.Sockets;
using System.Text;
using Tacit.Wire;
using Tacit.Wire.Blobs;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>Chunks over HTTP, from those who may and those who may not.</summary>
public sealed class BlobTests : IAsyncLifetime, IDisposable
{
    private const int QuotaBytes = 2_000_000;

    private readonly TestChannel _channel = new();
    private ServerProcess _server = null!;
    private RawConnection _connection = null!;
    private TestDevice _device = null!;
    private RawBlobs _blobs = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(
            "--quota-channel", $"{QuotaBytes}", "--origin", "https://friend.example");
        _device = _channel.NewDevice();
        _connection = await RawConnection.OpenAsync(_server);
        await _connection.JoinAsync(_device);
        _blobs = new(_server, _channel.Id);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _blobs.Dispose();

    [Fact]
    public async Task A_writer_stores_a_chunk_and_a_reader_reads_it()
    {
        var chunk = RawBlobs.Chunk(1);
        var address = RawBlobs.AddressOf(chunk);
        Assert.Equal(HttpStatusCode.Created, (await _blobs.PutAsync(_device.Signer, chunk)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _blobs.PutAsync(_device.Signer, chunk)).Status);

        foreach (var signer in new[] { _channel.Reader, _channel.OwnerSigner, _device.Signer })
        {
            var reply = await _blobs.GetAsync(signer, address);
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Equal(chunk, reply.Body);
            Assert.Contains("private", reply.CacheControl, StringComparison.Ordinal);
        }

        var token = _blobs.Token(_channel.Reader, "HEAD", address.ToArray());
        Assert.Equal(HttpStatusCode.OK, (await _blobs.SendAsync(HttpMethod.Head, address.ToHex(), token)).Status);
        var other = RawBlobs.AddressOf(RawBlobs.Chunk(2));
        Assert.Equal(Code.BlobUnknown, (await _blobs.GetAsync(_channel.Reader, other)).Code);
        Assert.Equal(other.ToArray(), (await _blobs.MissingAsync(_channel.Reader, address, other)).Body);
        Assert.Empty((await _blobs.MissingAsync(_channel.Reader, address)).Body);
    }

    [Fact]
    public async Task Bytes_that_do_not_hash_to_their_address_are_refused_and_leave_no_trace()
    {
        var address = RawBlobs.AddressOf(RawBlobs.Chunk(2));
        var reply = await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(1), address);
        Assert.Equal((HttpStatusCode.BadRequest, Code.BlobDamaged), (reply.Status, reply.Code));
        Assert.Equal(Code.BlobUnknown, (await _blobs.GetAsync(_channel.Reader, address)).Code);
        Assert.Empty(StoredFiles());
    }

    [Fact]
    public async Task A_chunk_may_be_as_long_as_the_limit_and_no_longer_however_it_is_sent()
    {
        var most = RawBlobs.Chunk(1, BlobProtocol.ChunkSizeMax);
        Assert.Equal(HttpStatusCode.Created, (await _blobs.PutAsync(_device.Signer, most)).Status);

        var more = RawBlobs.Chunk(2, BlobProtocol.ChunkSizeMax + 1);
        var reply = await _blobs.PutAsync(_device.Signer, more);
        Assert.Equal((Code.BlobTooLarge, BlobProtocol.ChunkSizeMax), (reply.Code, reply.Number));
        var address = RawBlobs.AddressOf(more);
        reply = await _blobs.SendAsync(
            HttpMethod.Put, address.ToHex(), _blobs.Token(_device.Signer, "PUT", address.ToArray()), more,
            request => request.Headers.TransferEncodingChunked = true);
        Assert.Equal(Code.BlobTooLarge, reply.Code);
        Assert.Single(StoredFiles());
    }

    [Fact]
    public async Task Who_may_only_read_stores_nothing()
    {
        Assert.Equal(Code.ReadOnly, (await _blobs.PutAsync(_channel.Reader, RawBlobs.Chunk(1))).Code);
        Assert.Equal(Code.ReadOnly, (await _blobs.PutAsync(_channel.OwnerSigner, RawBlobs.Chunk(1))).Code);
        Assert.Empty(StoredFiles());
    }

    [Fact]
    public async Task A_proof_for_anything_else_is_refused()
    {
        var chunk = RawBlobs.Chunk(1);
        var address = RawBlobs.AddressOf(chunk);
        var subject = address.ToArray();
        var stranger = new TestChannel();
        string[] tokens =
        [
            _blobs.Token(_device.Signer, "GET", subject),
            _blobs.Token(_device.Signer, "PUT", RawBlobs.AddressOf(RawBlobs.Chunk(2)).ToArray()),
            _blobs.Token(_device.Signer, "PUT", subject, audience: "other.example"),
            _blobs.Token(_device.Signer, "PUT", subject, elsewhere: stranger.Id),
            _blobs.Token(_device.Signer with { Key = _channel.Reader.Key }, "PUT", subject),
            _blobs.Token(stranger.Reader, "PUT", subject),
        ];
        foreach (var token in tokens)
            Assert.Equal(Code.ProofFailed, (await PutAsync(token, chunk)).Code);
        Assert.Equal(
            Code.GrantInvalid, (await _blobs.PutAsync(stranger.NewDevice().Signer, chunk)).Code);
        Assert.Empty(StoredFiles());

        // What another host was given is worth nothing here, nor what was given here at another host.
        var overheard = _blobs.Token(_device.Signer, "PUT", subject);
        var reply = await _blobs.SendAsync(
            HttpMethod.Put, address.ToHex(), overheard, chunk, request => request.Headers.Host = "other.example");
        Assert.Equal(Code.ProofFailed, reply.Code);
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(overheard, chunk)).Status);
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    [InlineData(-1_000_000)]
    public async Task A_clock_that_is_off_is_told_the_servers_time(long secondsOff)
    {
        var address = RawBlobs.AddressOf(RawBlobs.Chunk(1)).ToArray();
        var token = _blobs.Token(_device.Signer, "PUT", address, at: RawBlobs.Now + secondsOff + Math.Sign(secondsOff));
        var reply = await PutAsync(token, RawBlobs.Chunk(1));
        Assert.Equal(Code.ClockOff, reply.Code);
        Assert.InRange(reply.Number, RawBlobs.Now - 60, RawBlobs.Now);
        token = _blobs.Token(_device.Signer, "PUT", address, at: reply.Number);
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(token, RawBlobs.Chunk(1))).Status);
    }

    [Fact]
    public async Task A_grant_that_has_ended_stores_and_reads_nothing()
    {
        var expired = _channel.NewDevice(expiry: RawBlobs.Now - 1).Signer;
        Assert.Equal(Code.GrantExpired, (await _blobs.PutAsync(expired, RawBlobs.Chunk(1))).Code);
        Assert.Equal(
            Code.GrantExpired, (await _blobs.GetAsync(expired, RawBlobs.AddressOf(RawBlobs.Chunk(1)))).Code);
    }

    [Fact]
    public async Task Who_was_removed_and_who_has_an_old_link_is_refused()
    {
        await SendAsync(_connection, _device.Introduce().Bytes);
        var chunk = RawBlobs.Chunk(1);
        Assert.Equal(HttpStatusCode.Created, (await _blobs.PutAsync(_device.Signer, chunk)).Status);
        var admin = _channel.NewAdmin();
        await using var connection = await RawConnection.OpenAsync(_server);
        await connection.JoinAsync(admin);
        await SendAsync(connection, admin.Introduce().Bytes);
        await SendAsync(connection, admin.OpenEpoch(removed: _device.Author, cut: 1).Bytes);

        Assert.Equal(Code.AuthorRemoved, (await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(2))).Code);
        Assert.Equal(Code.AuthorRemoved, (await _blobs.GetAsync(_device.Signer, RawBlobs.AddressOf(chunk))).Code);
        var old = await _blobs.GetAsync(_channel.Reader, RawBlobs.AddressOf(chunk));
        Assert.Equal((Code.EpochStale, 1), (old.Code, old.Number));
        Assert.Equal(Code.EpochStale, (await _blobs.PutAsync(_channel.NewDevice().Signer, chunk)).Code);
        Assert.Equal(chunk, (await _blobs.GetAsync(admin.Signer, RawBlobs.AddressOf(chunk))).Body);
    }

    [Fact]
    public async Task A_channel_that_is_not_there_has_no_chunks()
    {
        var unknown = new TestChannel();
        using var blobs = new RawBlobs(_server, unknown.Id);
        Assert.Equal(Code.ChannelUnknown, (await blobs.PutAsync(unknown.NewDevice().Signer, RawBlobs.Chunk(1))).Code);
        Assert.Equal(
            Code.ChannelUnknown, (await blobs.GetAsync(unknown.Reader, RawBlobs.AddressOf(RawBlobs.Chunk(1)))).Code);
    }

    [Fact]
    public async Task What_does_not_follow_the_form_is_malformed()
    {
        var address = RawBlobs.AddressOf(RawBlobs.Chunk(1));
        var token = _blobs.Token(_device.Signer, "PUT", address.ToArray());
        string?[] tokens = [null, "AAAA", token[..^1], token + "A"];
        foreach (var wrong in tokens)
        {
            var reply = await _blobs.SendAsync(HttpMethod.Put, address.ToHex(), wrong, RawBlobs.Chunk(1));
            Assert.Equal((HttpStatusCode.BadRequest, Code.Malformed), (reply.Status, reply.Code));
        }

        string[] paths =
            ["00", address.ToHex()[..^1], address.ToHex().ToUpperInvariant(), "..%2F..%2Ftacit.db", "missing"];
        foreach (var path in paths)
            Assert.Equal(Code.Malformed, (await _blobs.SendAsync(HttpMethod.Put, path, token, RawBlobs.Chunk(1))).Code);
        int[] lengths = [0, 31, 33, (BlobProtocol.MissingCountMax + 1) * BlobAddress.Length];
        foreach (var length in lengths)
        {
            var body = new byte[length];
            var reply = await _blobs.SendAsync(
                HttpMethod.Post, "missing", _blobs.Token(_channel.Reader, "POST", body), body);
            Assert.True(reply.Code is Code.Malformed or Code.BlobTooLarge, $"{length}: {reply.Code}");
        }
    }

    [Fact]
    public async Task Chunks_and_entries_share_the_quota_and_entries_are_let_past_it()
    {
        Assert.Equal(
            HttpStatusCode.Created, (await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(1, 1_000_000))).Status);
        var full = await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(2, 1_000_001));
        Assert.Equal((HttpStatusCode.InsufficientStorage, Code.ChannelFull), (full.Status, full.Code));
        Assert.Equal(QuotaBytes, full.Number);
        Assert.Single(StoredFiles());
        Assert.Equal(
            HttpStatusCode.Created, (await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(3, 1_000_000))).Status);
        await SendAsync(_connection, _device.Introduce().Bytes);

        await using var reader = await RawConnection.OpenAsync(_server);
        var (joined, _) = await reader.JoinAsync(_channel);
        Assert.InRange(joined.SizeBytes, 2_000_001, 2_010_000);
        Assert.Equal(Code.ChannelFull, (await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(4, 1))).Code);
        Assert.Equal(HttpStatusCode.OK, (await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(3, 1_000_000))).Status);
    }

    [Fact]
    public async Task An_upload_whose_sender_goes_away_leaves_nothing()
    {
        var chunk = RawBlobs.Chunk(1, 100_000);
        using (var socket = await BeginPutAsync(chunk.Length, chunk))
        {
            await socket.GetStream().WriteAsync(chunk.AsMemory(0, 50_000));
            await socket.GetStream().FlushAsync();
        }

        Assert.Equal(Code.BlobUnknown, (await _blobs.GetAsync(_channel.Reader, RawBlobs.AddressOf(chunk))).Code);
        Assert.Empty(StoredFiles());
        Assert.Equal(HttpStatusCode.Created, (await _blobs.PutAsync(_device.Signer, chunk)).Status);
    }

    [Fact]
    public async Task An_upload_that_stands_still_is_ended_and_leaves_nothing()
    {
        var chunk = RawBlobs.Chunk(1, 100_000);
        using var socket = await BeginPutAsync(chunk.Length, chunk);
        using var reader = new StreamReader(socket.GetStream(), Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Empty(StoredFiles());
    }

    [Fact]
    public async Task Wrong_proofs_block_the_address_for_connections_too()
    {
        var stranger = new TestChannel();
        var address = RawBlobs.AddressOf(RawBlobs.Chunk(1));
        BlobReply reply;
        var tries = 0;
        do
        {
            reply = await _blobs.GetAsync(stranger.Reader, address);
            tries++;
        }
        while (reply.Code == Code.ProofFailed && tries < 100);
        Assert.Equal((HttpStatusCode.TooManyRequests, Code.AddressBlocked), (reply.Status, reply.Code));
        Assert.Equal(21, tries);
        Assert.InRange(reply.Number, 1, 600_000);
        using var refused = await _server.AskToConnectAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden, null)]
    [InlineData("https://friend.example", HttpStatusCode.NoContent, "https://friend.example")]
    public async Task Pages_of_other_origins_may_ask_as_they_may_connect(
        string origin, HttpStatusCode status, string? allowed)
    {
        using var http = new HttpClient();
        var address = RawBlobs.AddressOf(RawBlobs.Chunk(1)).ToHex();
        using var request = new HttpRequestMessage(
            HttpMethod.Options, $"{_server.Url}/blobs/{_channel.Id.ToHex()}/{address}");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PUT");
        using var response = await http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(
            allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values)
                ? values.Single()
                : null);
    }

    [Fact]
    public async Task What_is_stored_is_counted()
    {
        await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(1));
        await _blobs.PutAsync(_device.Signer, RawBlobs.Chunk(1));
        await _blobs.GetAsync(_channel.Reader, RawBlobs.AddressOf(RawBlobs.Chunk(2)));
        using var http = new HttpClient();
        var page = await http.GetStringAsync(new Uri($"{_server.Url}/metrics"));
        const string Node = "role=\"all\",node=\"all\"";
        Assert.Contains($"\ntacit_store_blob_chunks{{{Node}}} 1\n", page, StringComparison.Ordinal);
        Assert.Contains($"\ntacit_store_blob_bytes{{{Node}}} 1000\n", page, StringComparison.Ordinal);
        Assert.Contains($"\ntacit_front_blob_received_bytes_total{{{Node}}} 2000\n", page, StringComparison.Ordinal);
        const string Requests = $"\ntacit_front_blob_requests_total{{{Node},code=";
        Assert.Contains($"{Requests}\"none\"}} 2\n", page, StringComparison.Ordinal);
        Assert.Contains($"{Requests}\"blob-unknown\"}} 1\n", page, StringComparison.Ordinal);
    }

    private static async Task SendAsync(RawConnection connection, ReadOnlyMemory<byte> entry)
    {
        await connection.SendAsync(new Append(1, entry));
        await connection.ReceiveAsync<Ack>();
    }

    private Task<BlobReply> PutAsync(string token, byte[] chunk) =>
        _blobs.SendAsync(HttpMethod.Put, RawBlobs.AddressOf(chunk).ToHex(), token, chunk);

    private IEnumerable<string> StoredFiles() => Directory.EnumerateFiles(
        Path.Combine(_server.Folder, "data", "blobs"), "*", SearchOption.AllDirectories);

    private async Task<TcpClient> BeginPutAsync(int length, byte[] chunk)
    {
        var address = RawBlobs.AddressOf(chunk);
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.Port);
        var head = $"PUT /blobs/{_channel.Id.ToHex()}/{address.ToHex()} HTTP/1.1\r\nHost: {_blobs.Audience}\r\n"
            + $"Authorization: Tacit {_blobs.Token(_device.Signer, "PUT", address.ToArray())}\r\n"
            + $"Content-Length: {length}\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        return socket;
    }
}
