using System.CommandLine;
using System.Text;
using System.Threading.Channels;
using Tacit.Client;
using Tacit.Wire;
using Channel = Tacit.Client.Channel;
using ChannelOptions = Tacit.Client.ChannelOptions;

namespace Tacit.Cli;

/// <summary><c>tacit channel append</c>: each line of the input becomes an entry.</summary>
internal static class ChannelAppendCommand
{
    // Lines that were read and are not durable yet; reading waits beyond.
    private const int UnansweredMax = 1024;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var file = new Argument<FileInfo?>("file")
        {
            Description = "what to read; standard input if not given",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verbose = new Option<bool>("--verbose", "-v")
        {
            Description = "print the seq of each line once it is durable",
        };
        var passwordFile = LinkArgument.CreatePasswordFile();
        var state = LinkArgument.CreateState();
        var asJson = LinkArgument.CreateJson();
        var command = new Command(
            "append", "Append each line of the input as a sealed entry; ends when all are durable on the server.")
        {
            link,
            file,
            verbose,
            passwordFile,
            state,
            asJson,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var opened = LinkArgument.Read(parsed.GetValue(link)!);
            var password = LinkArgument.ReadPassword(opened, parsed.GetValue(passwordFile));
            using var input = parsed.GetValue(file)?.OpenText() ?? new StreamReader(Console.OpenStandardInput());
            var (client, channel) = await LinkArgument.OpenToWriteAsync(
                opened,
                new ChannelOptions { Password = password, Reads = false },
                parsed.GetValue(state)!,
                cancellationToken);
            await using var closingClient = client;
            await using var closingChannel = channel;
            var print = parsed.GetValue(asJson) ? Print.Json : parsed.GetValue(verbose) ? Print.Seq : Print.Nothing;
            await AppendAllAsync(channel, input, print, new Uri(opened.Origin), cancellationToken);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static async Task AppendAllAsync(
        Channel channel, StreamReader input, Print print, Uri server, CancellationToken cancellationToken)
    {
        if (!channel.CanWrite)
            throw new TacitException(Code.ReadOnly);
        var sent = System.Threading.Channels.Channel.CreateBounded<Task<Receipt>>(
            new BoundedChannelOptions(UnansweredMax) { SingleReader = true, SingleWriter = true });
        var answering = AnswerAsync(sent.Reader, print, server, cancellationToken);
        try
        {
            while (await input.ReadLineAsync(cancellationToken) is { } line)
            {
                var receipt = channel.EnqueueAsync(EntryKind.Message, Encoding.UTF8.GetBytes(line), cancellationToken);
                var room = sent.Writer.WriteAsync(receipt, cancellationToken).AsTask();
                if (await Task.WhenAny(room, answering) == answering)
                    await answering;
            }
        }
        finally
        {
            sent.Writer.Complete();
        }

        await answering;
    }

    private static async Task AnswerAsync(
        ChannelReader<Task<Receipt>> sent, Print print, Uri server, CancellationToken cancellationToken)
    {
        await foreach (var pending in sent.ReadAllAsync(cancellationToken))
        {
            await Waiting.ForServerAsync(pending, server);
            var receipt = await pending;
            await Waiting.ForServerAsync(receipt.Seq, server);
            var seq = await receipt.Seq;
            if (print == Print.Seq)
                Terminal.Line($"{seq}");
            else if (print == Print.Json)
                Terminal.Json(new { seq });
        }
    }

    private enum Print
    {
        Nothing,
        Seq,
        Json,
    }
}
