using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>What failures of the database mean to the log. Source: PostgreSQL's manual, appendix A.</summary>
internal static class Failures
{
    /// <summary>Of <c>guard</c> in the migrations: a lease is another's by now.</summary>
    public const string Fenced = "TC001";

    /// <summary>Of <c>guard</c> in the migrations: a channel is not as it is remembered.</summary>
    public const string Stale = "TC002";

    /// <summary>What a failure that passes is called on the wire.</summary>
    public static Code CodeOf(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.DiskFull } ? Code.StoreFull : Code.StoreUnavailable;

    /// <summary>Damage, in whatever way it showed; null if something else is wrong.</summary>
    public static LogDamagedException? AsDamage(Exception failure) => failure switch
    {
        LogDamagedException damaged => damaged,
        PostgresException
        {
            SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted
        } damaged => new("The database is damaged.", damaged),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } twice =>
            new("The database has an entry where there should be none.", twice),
        _ => null,
    };

    /// <summary>
    /// Whether the same may succeed over another connection: this one was lost, or leads to a server that does not
    /// write any more; or another transaction was in the way.
    /// </summary>
    public static bool PassesOnRetry(Exception failure) => failure switch
    {
        PostgresException
        {
            SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.AdminShutdown
                or PostgresErrorCodes.CrashShutdown
        } => true,
        PostgresException => false,
        NpgsqlException { InnerException: IOException } => true,
        _ => false,
    };
}
