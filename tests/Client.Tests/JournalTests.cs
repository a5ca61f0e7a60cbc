using Tacit.Seeds;

namespace Tacit.Client.Tests;

/// <summary>Records on a disk: a crash at any byte leaves whole records, and damage never passes for them.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tacit-journal-");

    private string FilePath => Path.Combine(_folder.FullName, "one.journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_flushed_is_there_again()
    {
        Write([1, 2, 3], [], [4]);
        using var journal = Open();
        journal.Append([5]);
        journal.Flush();
        journal.Append([6]);

        using var file = File.OpenRead(FilePath);
        Assert.False(journal.WasDamaged);
        Assert.Equal([[1, 2, 3], [], [4]], journal.Records);
        Assert.Equal(journal.Length, file.Length);
        Assert.Equal(4 * 12 + 5, journal.Length);
    }

    [Fact]
    public void A_write_cut_short_at_any_byte_leaves_the_records_before_it()
    {
        Write([1, 2, 3]);
        var whole = File.ReadAllBytes(FilePath);
        Write([4, 5, 6, 7, 8, 9, 10, 11]);
        var longer = File.ReadAllBytes(FilePath);
        for (var length = whole.Length; length < longer.Length; length++)
        {
            foreach (var isZeroed in new[] { false, true })
            {
                var torn = longer[..length];
                if (isZeroed)
                    Array.Resize(ref torn, longer.Length);
                File.WriteAllBytes(FilePath, torn);
                using (var journal = Open())
                {
                    Assert.False(journal.WasDamaged, $"{length}");
                    Assert.Equal([[1, 2, 3]], journal.Records);
                    journal.Append([7]);
                    journal.Flush();
                }

                using var again = Open();
                Assert.Equal([[1, 2, 3], [7]], again.Records);
            }
        }
    }

    [Fact]
    public void Damage_before_the_end_is_set_aside_and_never_read() => Fuzz.Run(200, random =>
    {
        File.Delete(FilePath);
        var records = Enumerable.Range(0, random.Next(2, 6)).Select(_ => random.Bytes(random.Next(40))).ToArray();
        Write(records);
        var bytes = File.ReadAllBytes(FilePath);
        var at = random.Next(bytes.Length - records[^1].Length - 12);
        bytes[at] ^= (byte)random.Next(1, 256);
        File.WriteAllBytes(FilePath, bytes);

        using var journal = Open();

        Assert.True(journal.WasDamaged);
        Assert.Empty(journal.Records);
        Assert.Contains(
            Directory.GetFiles(_folder.FullName, "*.damaged-*"),
            aside => File.ReadAllBytes(aside).AsSpan().SequenceEqual(bytes));
    });

    [Fact]
    public void Rewriting_replaces_everything_and_goes_on()
    {
        Write([1], [2], [3]);
        using (var journal = Open())
        {
            journal.Rewrite([[9]]);
            journal.Append([10]);
            journal.Flush();
        }

        using var again = Open();
        Assert.Equal([[9], [10]], again.Records);
    }

    [Fact]
    public void Only_the_user_may_read_it()
    {
        Write([1]);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    private FileJournal Open() => FileJournal.Open(_folder.FullName, "one");

    private void Write(params byte[][] records)
    {
        using var journal = Open();
        foreach (var record in records)
            journal.Append(record);
        journal.Flush();
    }
}
