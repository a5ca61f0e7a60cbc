using System.CommandLine;
using Tacit.Crdt;

namespace Tacit.Cli;

/// <summary>Yjs updates that a command reads and writes: from files or standard input, in either version.</summary>
internal sealed record UpdateFile(string Name, byte[] Bytes, UpdateFormat Format)
{
    private const string StandardName = "-";

    /// <summary>Makes the argument for files.</summary>
    public static Argument<string[]> CreateFiles() => new("files")
    {
        Description = "files with one Yjs update each; - or none for standard input",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "FILE",
    };

    /// <summary>Makes the argument for one file.</summary>
    public static Argument<string> CreateFile() => new("file")
    {
        Description = "a file with a Yjs update; - or nothing for standard input",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "FILE",
        DefaultValueFactory = _ => StandardName,
    };

    /// <summary>Makes an option for a version.</summary>
    public static Option<UpdateFormat?> CreateVersion(string name, string description)
    {
        var option = new Option<UpdateFormat?>(name)
        {
            Description = description,
            HelpName = "v1|v2",
            CustomParser = result =>
            {
                switch (result.Tokens.Single().Value)
                {
                    case "v1" or "1":
                        return UpdateFormat.V1;
                    case "v2" or "2":
                        return UpdateFormat.V2;
                    default:
                        result.AddError($"{name} {result.Tokens.Single().Value}: there are v1 and v2");
                        return null;
                }
            },
        };
        option.CompletionSources.Add("v1", "v2");
        return option;
    }

    /// <summary>Makes the option for the version of what is read.</summary>
    public static Option<UpdateFormat?> CreateFrom() =>
        CreateVersion("--from", "the version of what is read; found out without it");

    /// <summary>Makes the option for what is written.</summary>
    public static Option<string?> CreateOutput() => new("--output", "-o")
    {
        Description = "the file to write; standard output without it",
        HelpName = "FILE",
    };

    /// <summary>Reads all files, or standard input.</summary>
    /// <exception cref="UsageException">A file holds no update.</exception>
    public static async Task<List<UpdateFile>> ReadAsync(
        string[]? names, UpdateFormat? from, CancellationToken cancellationToken)
    {
        var files = new List<UpdateFile>();
        foreach (var name in names is { Length: > 0 } ? names : [StandardName])
        {
            var bytes = await ReadBytesAsync(name, cancellationToken);
            files.Add(new(Shown(name), bytes, from ?? Guess(Shown(name), bytes)));
        }

        return files;
    }

    /// <summary>Reads a file, or standard input.</summary>
    public static async Task<byte[]> ReadBytesAsync(string name, CancellationToken cancellationToken)
    {
        if (name != StandardName)
            return await File.ReadAllBytesAsync(name, cancellationToken);
        using var bytes = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    /// <summary>Writes bytes into a file or to standard output, but not onto a screen.</summary>
    /// <exception cref="UsageException">Standard output is a screen.</exception>
    public static async Task WriteAsync(string? output, byte[] bytes, CancellationToken cancellationToken)
    {
        if (output is not null)
        {
            await File.WriteAllBytesAsync(output, bytes, cancellationToken);
            return;
        }

        if (!Console.IsOutputRedirected)
            throw new UsageException("an update is no text for a screen", "name a file with --output, or pipe it");
        await using var standard = Console.OpenStandardOutput();
        await standard.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>Does something with an update, and says which file it was if it is none.</summary>
    public static T Using<T>(string name, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (MalformedUpdateException malformed)
        {
            throw new DataException($"{name}: malformed at byte {malformed.Offset}: {malformed.Reason}");
        }
    }

    private static string Shown(string name) => name == StandardName ? "standard input" : name;

    private static UpdateFormat Guess(string name, byte[] bytes)
    {
        if (Updates.GuessFormat(bytes) is { } format)
            return format;

        // Neither version: what is wrong is said of the one that it most looks like. Version 2 begins with a zero.
        var likely = bytes is [0, _, ..] ? UpdateFormat.V2 : UpdateFormat.V1;
        Using(name, () => Updates.StateVectorOf(bytes, likely));
        return likely;
    }
}
