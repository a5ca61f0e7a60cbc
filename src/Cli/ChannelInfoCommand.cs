using System.CommandLine;
using Tacit.Client;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary><c>tacit channel info</c>: what a channel holds, as one who reads it sees it.</summary>
internal static class ChannelInfoCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var passwordFile = LinkArgument.CreatePasswordFile();
        var asJson = LinkArgument.CreateJson();
        var command = new Command("info", "Read a channel, check every entry, and say what it holds.")
        {
            link,
            passwordFile,
            asJson,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var opened = LinkArgument.Read(parsed.GetValue(link)!);
            var options = new ChannelOptions
            {
                Password = LinkArgument.ReadPassword(opened, parsed.GetValue(passwordFile)),
                ReadOnly = true,
            };
            await using var client = LinkArgument.NewReader(opened);
            await using var channel = await client.OpenAsync(opened, options, cancellationToken);
            var found = new Found(opened, channel);
            await found.ReadAsync(cancellationToken);
            if (parsed.GetValue(asJson))
                Terminal.Json(found.ToJson());
            else
                Terminal.Text(found.ToText());
            return ExitStatus.Ok;
        });
        return command;
    }

    private sealed class Found(Link link, Channel channel)
    {
        private readonly HashSet<AuthorId> _authors = [];
        private long _head;
        private long _entryCount;
        private long _snapshotCount;
        private long _skippedCount;
        private long _contentBytes;

        public async Task ReadAsync(CancellationToken cancellationToken)
        {
            await foreach (var happened in channel.ReadAsync(cancellationToken))
            {
                switch (happened)
                {
                    case EntryRead { Entry: var entry }:
                        _authors.Add(entry.Author);
                        _entryCount++;
                        _contentBytes += entry.Content.Length;
                        _snapshotCount += entry.Kind == EntryKind.Snapshot ? 1 : 0;
                        break;
                    case EntrySkipped:
                        _skippedCount++;
                        break;
                    case BecameLive live:
                        _head = live.Seq;
                        return;
                }
            }
        }

        public object ToJson() => new
        {
            channel = channel.Id.ToHex(),
            server = link.Origin,
            layer = Word(channel.Kind),
            link = Word(link.Kind),
            head = _head,
            entryCount = _entryCount,
            snapshotCount = _snapshotCount,
            skippedCount = _skippedCount,
            authorCount = _authors.Count,
            contentBytes = _contentBytes,
        };

        public string ToText() =>
            $"""
            channel    {channel.Id.ToHex()}
            server     {link.Origin}
            layer      {Word(channel.Kind)}
            link       {Word(link.Kind)}
            head       {_head}
            live       {_entryCount} entries, {_snapshotCount} of them snapshots
            content    {ByteSize.Write(_contentBytes)}
            authors    {_authors.Count}
            skipped    {_skippedCount}

            """;

        private static string Word<T>(T value)
            where T : struct, Enum => value.ToString().ToLowerInvariant();
    }
}
