namespace Tacit.Faults.Places;

/// <summary>A file that takes all the room of a disk; disposing gives it back.</summary>
internal sealed class Ballast : IAsyncDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly string _path;

    private Ballast(string path) => _path = path;

    /// <summary>Fills a disk until nothing more fits.</summary>
    public static async Task<Ballast> FillAsync(string path)
    {
        await using var file = File.Create(path, bufferSize: 0);
        foreach (var size in (int[])[BlockBytes, 512])
        {
            var block = new byte[size];
            try
            {
                while (true)
                    await file.WriteAsync(block);
            }
            catch (IOException)
            {
            }
        }

        return new(path);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        File.Delete(_path);
        return ValueTask.CompletedTask;
    }
}
