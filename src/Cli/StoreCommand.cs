using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit store</c>: copies stores, and compares them.</summary>
internal static class StoreCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new(
        "store",
        "Stores of servers: a data folder, or postgres:CONNECTION in the form of Npgsql, such as "
        + "'postgres:Host=db1,db2;Username=tacit;Database=tacit'; passwords are taken from ~/.pgpass or PGPASSWORD.")
    {
        StoreCopyCommand.Create(),
        StoreMoveCommand.Create(),
        StoreVerifyCommand.Create(),
    };
}
