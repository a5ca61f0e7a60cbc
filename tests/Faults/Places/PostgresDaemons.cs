using System.Diagnostics;
using System.Net;

namespace Tacit.Faults.Places;

/// <summary>Makes the daemons of a PostgreSQL cluster, by the files of deploy/patroni.</summary>
internal static class PostgresDaemons
{
    private static readonly string Deploy = Path.Combine(TacitCommand.Root, "deploy", "patroni");

    // PostgreSQL refuses to run as root.
    private static string[] AsPostgres => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        : ["env"];

    /// <summary>Makes a folder that the database's user owns.</summary>
    public static async Task MakeFolderAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!Environment.IsPrivilegedProcess)
            return;
        await RunAsync("chown", ["postgres:", folder]);
        await RunAsync("chmod", ["a+x", Path.GetDirectoryName(folder)!]);
    }

    /// <summary>Makes the member of etcd.</summary>
    public static Daemon Etcd(
        string name,
        string folder,
        IPEndPoint peer,
        IPEndPoint clients,
        IEnumerable<(string Name, IPEndPoint Peer)> all,
        string log)
    {
        var cluster = string.Join(',', all.Select(one => $"{Plain(one.Name)}=http://{one.Peer}"));
        return new(name, log)
        {
            Program = AsPostgres[0],
            Arguments = [.. AsPostgres[1..], "etcd"],
            Environment = new Dictionary<string, string>
            {
                ["ETCD_NAME"] = Plain(name),
                ["ETCD_DATA_DIR"] = Path.Combine(folder, Plain(name)),
                ["ETCD_LISTEN_PEER_URLS"] = $"http://{peer}",
                ["ETCD_INITIAL_ADVERTISE_PEER_URLS"] = $"http://{peer}",
                ["ETCD_LISTEN_CLIENT_URLS"] = $"http://{clients}",
                ["ETCD_ADVERTISE_CLIENT_URLS"] = $"http://{clients}",
                ["ETCD_INITIAL_CLUSTER"] = cluster,
                ["ETCD_INITIAL_CLUSTER_STATE"] = "new",
                ["ETCD_INITIAL_CLUSTER_TOKEN"] = "faults",
            },
        };
    }

    /// <summary>Makes the member of PostgreSQL, under its Patroni.</summary>
    public static Daemon Member(
        string name, string folder, IPEndPoint api, IPEndPoint listen, IEnumerable<IPEndPoint> etcds, string log)
    {
        var data = Path.Combine(folder, Plain(name));
        return new(name, log)
        {
            Program = AsPostgres[0],
            Arguments = [.. AsPostgres[1..], "patroni", Path.Combine(Deploy, "patroni.yml")],
            PidFile = Path.Combine(data, "postmaster.pid"),
            Environment = new Dictionary<string, string>
            {
                ["PATRONI_NAME"] = Plain(name),
                ["PATRONI_ETCD3_HOSTS"] = string.Join(',', etcds.Select(one => $"'{one}'")),
                ["PATRONI_RESTAPI_LISTEN"] = $"{api}",
                ["PATRONI_RESTAPI_CONNECT_ADDRESS"] = $"{api}",
                ["PATRONI_POSTGRESQL_LISTEN"] = $"{listen}",
                ["PATRONI_POSTGRESQL_CONNECT_ADDRESS"] = $"{listen}",
                ["PATRONI_POSTGRESQL_DATA_DIR"] = data,
                ["PATRONI_POSTGRESQL_PGPASS"] = Path.Combine(folder, $"{Plain(name)}.pgpass"),
                ["PATRONI_SUPERUSER_USERNAME"] = "postgres",
                ["PATRONI_SUPERUSER_PASSWORD"] = Postgres.Password,
                ["PATRONI_REPLICATION_USERNAME"] = "replicator",
                ["PATRONI_REPLICATION_PASSWORD"] = Postgres.Password,
                ["PATRONI_REWIND_USERNAME"] = "rewind",
                ["PATRONI_REWIND_PASSWORD"] = Postgres.Password,
                ["HOME"] = folder,
            },
        };
    }

    /// <summary>Makes the role and the database of the storages.</summary>
    public static Task MakeDatabaseAsync(IPEndPoint primary) => RunAsync(
        "psql",
        [
            "-q", "-v", "ON_ERROR_STOP=1", "-v", $"password={Postgres.Password}",
            "-f", Path.Combine(Deploy, "database.sql"),
            $"postgresql://postgres:{Postgres.Password}@{primary}/postgres",
        ]);

    private static string Plain(string name) => name.Replace(":", "", StringComparison.Ordinal);

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {complaints}");
    }
}
