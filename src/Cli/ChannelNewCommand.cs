using System.CommandLine;
using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Client;
using Tacit.Seal;

namespace Tacit.Cli;

/// <summary>
/// <c>tacit channel new</c> and <c>tacit pad new</c>: make a channel on a server and print its links.
/// </summary>
internal static class ChannelNewCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="kind">What the channel is used for.</param>
    /// <param name="begin">
    /// Writes what the channel begins with, and disposes of it if it likes; null for nothing.
    /// </param>
    public static Command Create(
        string name,
        string description,
        ChannelKind kind,
        Func<ParseResult, Channel, CancellationToken, Task>? begin = null)
    {
        var server = new Option<string>("--server", "-s")
        {
            Description = "the server",
            HelpName = "URL",
            DefaultValueFactory = _ => "http://127.0.0.1:8080",
        };
        var password = new Option<bool>("--password")
        {
            Description = "the links need a password: TACIT_PASSWORD, or asked for",
        };
        var state = LinkArgument.CreateState();
        var asJson = LinkArgument.CreateJson();
        var command = new Command(name, description) { server, password, state, asJson };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            kind,
            parsed.GetValue(server)!,
            parsed.GetValue(password) ? LinkArgument.AskPassword(file: null) : null,
            parsed.GetValue(asJson),
            begin is null ? null : (channel, cancellation) => begin(parsed, channel, cancellation),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ChannelKind kind,
        string server,
        string? password,
        bool asJson,
        Func<Channel, CancellationToken, Task>? begin,
        CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var url) || url is not { Scheme: "http" or "https" })
            throw new UsageException($"--server {server}: this is no web address", "for example http://127.0.0.1:8080");
        using var random = RandomNumberGenerator.Create();
        await using var client = new TacitClient(url.GetLeftPart(UriPartial.Authority));
        await using var channel = await Waiting.ForServerAsync(
            client.CreateAsync(kind, new ChannelOptions { Reads = begin is not null }, cancellationToken), url);
        var own = await TextAsync(channel, CapabilityKind.Own, password, random);
        var edit = await TextAsync(channel, CapabilityKind.Edit, password, random);
        var view = await TextAsync(channel, CapabilityKind.View, password, random);
        if (begin is not null)
            await Waiting.ForServerAsync(begin(channel, cancellationToken), url);
        if (asJson)
        {
            Terminal.Json(new { own, edit, view });
            return ExitStatus.Ok;
        }

        Terminal.Line($"own   {own}\nedit  {edit}\nview  {view}");
        return ExitStatus.Ok;
    }

    private static async Task<string> TextAsync(
        Channel channel, CapabilityKind kind, string? password, RandomNumberGenerator random)
    {
        using var link = await channel.LinkAsync(kind)
            ?? throw new InvalidOperationException($"A channel that was just made has no {kind} link.");
        if (password is null)
            return link.ToText();
        using var locked = link.Lock(password, random);
        return locked.ToText();
    }
}
