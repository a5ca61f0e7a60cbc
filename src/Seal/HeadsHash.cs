using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// One hash for all that a view has seen: two clients at one seq of one incarnation have the same, or the server
/// showed them different histories. Source: docs/protocol/entry.md §2.9.
/// </summary>
public static class HeadsHash
{
    /// <summary>The hash of heads in any order; each author once.</summary>
    public static byte[] Of(IEnumerable<(AuthorId Author, long Counter, EntryId Head)> heads)
    {
        var writer = new WireWriter();
        foreach (var (author, counter, head) in heads.OrderBy(one => one.Author))
            writer.AuthorId(author).Varint(counter).EntryId(head);
        return Blake2b.Hash(writer.Written);
    }
}
