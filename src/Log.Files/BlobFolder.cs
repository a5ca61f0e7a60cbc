using System.Collections.Concurrent;
using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Log.Files;

/// <summary>
/// Where chunks lie:
/// <code>
/// blobs/
///   ab/                      the first byte of the channel's id, so that no folder grows too wide
///     ab…64 hex digits/      the channel
///       64 hex digits        a chunk, named by its address
///   part/                    what is being written; emptied when the store is opened
/// </code>
/// </summary>
internal sealed class BlobFolder
{
    private const string Unfinished = "part";

    // Of errno.h, on Linux: no space left, quota exceeded.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    private readonly string _path;
    private readonly string _unfinished;

    // Channels whose folders' names are durable, as far as this process knows.
    private readonly ConcurrentDictionary<ChannelId, bool> _settled = new();

    private BlobFolder(string path)
    {
        _path = path;
        _unfinished = Path.Combine(path, Unfinished);
    }

    /// <summary>A folder that is there, to be read.</summary>
    public static BlobFolder Of(string path) => new(Path.GetFullPath(path));

    /// <summary>Opens the folder, makes it if it is not there, and takes away what was never finished.</summary>
    public static BlobFolder Make(string path)
    {
        var folder = new BlobFolder(Path.GetFullPath(path));
        Directory.CreateDirectory(folder._unfinished);
        Folder.Flush(Path.GetDirectoryName(folder._path)!);
        Folder.Flush(folder._path);
        foreach (var file in Directory.EnumerateFiles(folder._unfinished))
            File.Delete(file);
        return folder;
    }

    /// <summary>Whether the medium is full, and nothing else is wrong.</summary>
    public static bool IsFull(IOException exception) => exception.HResult is NoSpace or QuotaExceeded;

    /// <summary>Whether a chunk is there.</summary>
    public bool Has(ChannelId channel, BlobAddress address) => File.Exists(PathOf(channel, address));

    /// <summary>The length of a chunk; null if it is not there.</summary>
    public int? SizeOf(ChannelId channel, BlobAddress address)
    {
        var file = new FileInfo(PathOf(channel, address));
        return file.Exists ? (int)file.Length : null;
    }

    /// <summary>The bytes of a chunk; null if it is not there.</summary>
    public byte[]? Read(ChannelId channel, BlobAddress address)
    {
        try
        {
            return File.ReadAllBytes(PathOf(channel, address));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a chunk: whole and durable, or not at all.</summary>
    public void Write(ChannelId channel, BlobAddress address, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(PathOf(channel));
        var unfinished = Path.Combine(
            _unfinished, $"{address.ToHex()}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        try
        {
            using (var handle = File.OpenHandle(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(handle, bytes, fileOffset: 0);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(unfinished, PathOf(channel, address), overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        Settle(channel);
    }

    /// <summary>Makes the names in a channel's folder durable, and the folder's own name.</summary>
    public void Settle(ChannelId channel)
    {
        var path = PathOf(channel);
        Folder.Flush(path);

        // Also where the folder was there: whoever made it may not have come to its flush.
        if (_settled.ContainsKey(channel))
            return;
        Folder.Flush(Path.GetDirectoryName(path)!);
        Folder.Flush(_path);
        _settled[channel] = true;
    }

    /// <summary>The channel and the length of every chunk. Files that are no chunks are passed over.</summary>
    public IEnumerable<(ChannelId Channel, int SizeBytes)> List(CancellationToken cancellationToken)
    {
        foreach (var (channel, _, file) in Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return (channel, (int)file.Length);
        }
    }

    /// <summary>Every chunk, as a file.</summary>
    public IEnumerable<(ChannelId Channel, BlobAddress Address, FileInfo File)> Files()
    {
        foreach (var first in Directory.EnumerateDirectories(_path))
        {
            foreach (var folder in new DirectoryInfo(first).EnumerateDirectories())
            {
                if (!ChannelId.TryReadHex(folder.Name, out var channel))
                    continue;
                foreach (var file in folder.EnumerateFiles())
                {
                    if (BlobAddress.TryReadHex(file.Name, out var address))
                        yield return (channel, address, file);
                }
            }
        }
    }

    private string PathOf(ChannelId channel)
    {
        var hex = channel.ToHex();
        return Path.Combine(_path, hex[..2], hex);
    }

    private string PathOf(ChannelId channel, BlobAddress address) => Path.Combine(PathOf(channel), address.ToHex());
}
