using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;
using Tacit.Wire.Blobs;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>Who signs requests about blobs.</summary>
/// <param name="Key">With what.</param>
/// <param name="By">As what.</param>
/// <param name="Grant">The author's grant, for an author.</param>
public sealed record BlobSigner(SigningKey Key, ProofBy By, Grant? Grant);

/// <summary>What a server answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code of a refusal; else none.</param>
/// <param name="Number">The number that the code speaks of; else 0.</param>
/// <param name="Body">What came with it.</param>
/// <param name="CacheControl">Who may keep it.</param>
public sealed record BlobReply(HttpStatusCode Status, Code Code, long Number, byte[] Body, string CacheControl);

/// <summary>Makes requests about blobs by hand, rightly or wrongly, so that a test decides every byte.</summary>
/// <param name="server">The server.</param>
/// <param name="channel">The channel.</param>
public sealed class RawBlobs(ServerProcess server, ChannelId channel) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>The host that proofs are for.</summary>
    public string Audience => $"127.0.0.1:{server.Port}";

    /// <summary>Bytes that nobody sealed: to a server, a chunk is any bytes under their hash.</summary>
    public static byte[] Chunk(int seed, int sizeBytes = 1000)
    {
        var chunk = new byte[sizeBytes];
        new Random(seed).NextBytes(chunk);
        return chunk;
    }

    /// <summary>The address of a chunk.</summary>
    public static BlobAddress AddressOf(byte[] chunk) => BlobAddress.Read(Blake2b.Hash(chunk));

    /// <summary>The time that a proof of now names.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>The token of a proof.</summary>
    public string Token(
        BlobSigner signer,
        string method,
        byte[] subject,
        long? at = null,
        string? audience = null,
        ChannelId? elsewhere = null)
    {
        var time = at ?? Now;
        var signature = BlobRequestProof.Sign(
            signer.Key, audience ?? Audience, elsewhere ?? channel, signer.By, time, method, subject);
        return new BlobAuthorization(signer.By, time, signature, signer.Grant).Write();
    }

    /// <summary>Stores a chunk.</summary>
    public Task<BlobReply> PutAsync(BlobSigner signer, byte[] chunk, BlobAddress? address = null)
    {
        var named = address ?? AddressOf(chunk);
        return SendAsync(HttpMethod.Put, named.ToHex(), Token(signer, "PUT", named.ToArray()), chunk);
    }

    /// <summary>Reads a chunk.</summary>
    public Task<BlobReply> GetAsync(BlobSigner signer, BlobAddress address) =>
        SendAsync(HttpMethod.Get, address.ToHex(), Token(signer, "GET", address.ToArray()));

    /// <summary>Asks which are missing.</summary>
    public Task<BlobReply> MissingAsync(BlobSigner signer, params BlobAddress[] addresses)
    {
        byte[] body = [.. addresses.SelectMany(address => address.ToArray())];
        return SendAsync(HttpMethod.Post, "missing", Token(signer, "POST", body), body);
    }

    /// <summary>Sends a request of any form.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">What follows the channel.</param>
    /// <param name="token">The proof; null for no header.</param>
    /// <param name="body">The body, if any.</param>
    /// <param name="change">Changes the request before it is sent.</param>
    public async Task<BlobReply> SendAsync(
        HttpMethod method, string path, string? token, byte[]? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, $"{server.Url}/blobs/{channel.ToHex()}/{path}");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue(BlobProtocol.Scheme, token);
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        change?.Invoke(request);
        using var response = await _http.SendAsync(request);
        var content = await response.Content.ReadAsByteArrayAsync();
        var (code, number) = CodeOf(response, content);
        return new(response.StatusCode, code, number, content, response.Headers.CacheControl?.ToString() ?? "");
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static (Code Code, long Number) CodeOf(HttpResponseMessage response, byte[] content)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json" || content.Length == 0)
            return (Code.None, 0);
        using var problem = JsonDocument.Parse(content);
        var name = problem.RootElement.GetProperty("type").GetString()!["urn:tacit:".Length..];
        var number = problem.RootElement.TryGetProperty("number", out var found) ? found.GetInt64() : 0;
        return (Codes.All.Single(code => Codes.Of(code).Name == name), number);
    }
}
