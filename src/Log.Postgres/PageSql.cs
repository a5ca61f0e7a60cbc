namespace Tacit.Log.Postgres;

/// <summary>
/// The statements that read a page: the channel's head, and beside it the entries after a cursor, in order of seq, up
/// to the first that does not fit any more. Source: docs/protocol/log.md §3.4.
/// </summary>
/// <remarks>
/// Most of a channel's entries are superseded, and lie before the others. So the first entry of interest of each author
/// is looked up by its counter; before the least of these only landmarks are read, and from there on everything.
/// Conditions on authors are subqueries and no joins: so rows come in the order of the key, and reading stops early.
/// <code>
/// $1 channel id   $2 after   $3 most bytes   $4 most entries   $5 the clock, as JSON of author and counter
/// </code>
/// </remarks>
internal static class PageSql
{
    private const string Covered =
        "(SELECT covered FROM author WHERE author.channel = entry.channel AND author.id = entry.author)";

    private const string Live =
        $"""
        (kind IN (4, 5)
          OR kind = 2 AND EXISTS (
            SELECT FROM snapshot WHERE snapshot.channel = entry.channel AND snapshot.seq = entry.seq AND is_live)
          OR kind NOT IN (2, 4, 5) AND counter > {Covered})
        """;

    private const string Lacking = "counter > coalesce(($5::jsonb -> author::text)::bigint, 0)";

    /// <summary>Everything, as far as it is kept.</summary>
    public static string History { get; } = Page("SELECT 0::bigint", "true");

    /// <summary>Of that, what one who has a clock lacks.</summary>
    public static string HistoryByClock { get; } = Page(First("coalesce(($5::jsonb -> id::text)::bigint, 0)"), Lacking);

    /// <summary>What is live.</summary>
    public static string LiveOnly { get; } = Page(First("covered"), Live);

    /// <summary>Of that, what one who has a clock lacks.</summary>
    public static string LiveByClock { get; } = Page(
        First("greatest(covered, coalesce(($5::jsonb -> id::text)::bigint, 0))"), $"{Lacking} AND {Live}");

    // The seq of the first entry that is above its author's threshold.
    private static string First(string threshold) =>
        $"""
        SELECT coalesce(min(above.seq), 9223372036854775807) FROM author CROSS JOIN LATERAL (
          SELECT seq FROM entry
          WHERE entry.channel = author.channel AND entry.author = author.id AND entry.counter > {threshold}
          ORDER BY entry.counter LIMIT 1) AS above
        WHERE author.channel = (SELECT no FROM found)
        """;

    private static string Page(string first, string condition) =>
        $"""
        WITH found AS MATERIALIZED (SELECT no, head FROM channel WHERE id = $1),
        start (seq) AS MATERIALIZED ({first}),
        wanted AS (
          (SELECT seq, bytes FROM entry
            WHERE channel = (SELECT no FROM found) AND seq > $2 AND seq < (SELECT seq FROM start)
              AND kind IN (2, 4, 5) AND {condition}
            ORDER BY seq LIMIT $4)
          UNION ALL
          (SELECT seq, bytes FROM entry
            WHERE channel = (SELECT no FROM found) AND seq > greatest($2, (SELECT seq FROM start) - 1) AND {condition}
            ORDER BY seq LIMIT $4))
        SELECT head, page.seq, page.bytes FROM found LEFT JOIN (
          SELECT seq, bytes, row_number() OVER (ORDER BY seq) AS place,
            sum(octet_length(bytes)) OVER (ORDER BY seq) - octet_length(bytes) AS bytes_before
          FROM (SELECT seq, bytes FROM wanted ORDER BY seq LIMIT $4) AS first) AS page
        ON bytes_before <= $3 OR place <= 2
        ORDER BY page.seq
        """;
}
