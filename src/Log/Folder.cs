using System.Runtime.InteropServices;

namespace Tacit.Log;

/// <summary>What the platform does not offer about folders: for stores that keep files.</summary>
public static partial class Folder
{
    private const int OpenReadOnly = 0;

    /// <summary>
    /// Makes a rename in a folder survive the loss of power: the name of a file is the folder's content, and is flushed
    /// with it.
    /// </summary>
    /// <exception cref="IOException">The folder could not be flushed.</exception>
    public static void Flush(string path)
    {
        var handle = Open(path, OpenReadOnly);
        if (handle < 0)
            throw new IOException($"The folder could not be opened (errno {Marshal.GetLastPInvokeError()}).");
        var result = Sync(handle);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (result != 0)
            throw new IOException($"The folder could not be flushed (errno {error}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
