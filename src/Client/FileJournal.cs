using Microsoft.Win32.SafeHandles;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// A journal in one file of a folder, next to a lock that keeps a second program out. A damaged file is set aside under
/// another name and a new one begun.
/// </summary>
internal sealed class FileJournal : IJournal
{
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly MemoryStream _pending = new();
    private SafeFileHandle _file;

    private FileJournal(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, name + ".journal");
        _lock = Lock(Path.Combine(folder, name + ".lock"));
        try
        {
            var bytes = File.Exists(_path) ? File.ReadAllBytes(_path) : [];
            if (!JournalFormat.TryRead(bytes, out var records, out var length))
            {
                WasDamaged = true;
                SetAside(_path);
                (records, length) = ([], 0);
            }

            (Records, Length) = (records, length);
            _file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            Protect(_path);

            // What a crash cut short is overwritten; the next flush makes that durable.
            RandomAccess.SetLength(_file, length);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<byte[]> Records { get; }

    /// <inheritdoc />
    public long Length { get; private set; }

    /// <inheritdoc />
    public bool WasDamaged { get; }

    /// <summary>Opens or makes <c>name.journal</c> in a folder, which is made if it is not there.</summary>
    /// <exception cref="TacitException">Another program has it open: <see cref="Code.OutboxInUse"/>.</exception>
    public static FileJournal Open(string folder, string name) => new(folder, name);

    /// <inheritdoc />
    public void Append(ReadOnlySpan<byte> record) => JournalFormat.Write(_pending, record);

    /// <inheritdoc />
    public void Flush()
    {
        if (_pending.Length == 0)
            return;

        // Written at a known place: after a failure the next flush writes the same bytes there again.
        var bytes = _pending.GetBuffer().AsSpan(0, (int)_pending.Length);
        RandomAccess.Write(_file, bytes, Length);
        RandomAccess.FlushToDisk(_file);
        Length += bytes.Length;
        _pending.SetLength(0);
    }

    /// <inheritdoc />
    public void Rewrite(IReadOnlyList<byte[]> records)
    {
        var content = new MemoryStream();
        foreach (var record in records)
            JournalFormat.Write(content, record);
        var next = _path + ".new";
        using (var file = File.OpenHandle(next, FileMode.Create, FileAccess.Write))
        {
            Protect(next);
            RandomAccess.Write(file, content.GetBuffer().AsSpan(0, (int)content.Length), 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(next, _path, overwrite: true);
        _file.Dispose();
        _file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        Length = content.Length;
        _pending.SetLength(0);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        _pending.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause) when (File.Exists(path))
        {
            throw new TacitException(Code.OutboxInUse, 0, Codes.Of(Code.OutboxInUse).Sentence, cause);
        }
    }

    // It holds a device's secrets: nobody but its user reads it.
    private static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void SetAside(string path)
    {
        for (var number = 1; ; number++)
        {
            var aside = $"{path}.damaged-{number}";
            if (File.Exists(aside))
                continue;
            File.Move(path, aside);
            return;
        }
    }
}
