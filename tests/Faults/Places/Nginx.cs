using System.Net;

namespace Tacit.Faults.Places;

/// <summary>nginx before the fronts, as a process of its own, by the settings of deploy/nginx.</summary>
internal static class Nginx
{
    private static readonly string Site = Path.Combine(TacitCommand.Root, "deploy", "nginx", "tacit.conf");

    /// <summary>Writes its settings into a folder, and makes the daemon; it is not started.</summary>
    /// <param name="folder">Its own; made here.</param>
    /// <param name="listen">Where clients find it.</param>
    /// <param name="fronts">Where it leads.</param>
    /// <param name="logFile">Takes what it writes.</param>
    public static Daemon Create(string folder, IPEndPoint listen, IEnumerable<EndPoint> fronts, string logFile)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tacit.conf"), SiteOf(listen, fronts));
        var settings = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(settings, """
            daemon off;
            pid nginx.pid;
            error_log stderr warn;
            worker_processes 1;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              include tacit.conf;
            }
            """);
        return new("nginx", logFile)
        {
            Program = "/usr/sbin/nginx",
            Arguments = ["-e", "stderr", "-p", folder, "-c", settings],
        };
    }

    // Without TLS and the server that only leads to it; and all clients of these tests have one address, for which the
    // settings themselves name the remedy.
    private static string SiteOf(IPEndPoint listen, IEnumerable<EndPoint> fronts)
    {
        var lines = File.ReadAllLines(Site).ToList();
        var plain = lines.FindIndex(line => line == "server {");
        lines.RemoveRange(plain, lines.FindIndex(plain, line => line == "}") + 1 - plain);
        var first = lines.FindIndex(IsFront);
        lines.RemoveAll(line => IsFront(line) || IsOfTls(line));
        lines.InsertRange(first, fronts.Select(front => $"    server {front} max_fails=0;"));
        return string.Join('\n', lines)
            .Replace("hash $remote_addr consistent;", "least_conn;", StringComparison.Ordinal)
            .Replace("listen 443 ssl http2;", $"listen {listen};", StringComparison.Ordinal);
    }

    private static bool IsFront(string line) => line.StartsWith("    server 10.0.0.", StringComparison.Ordinal);

    private static bool IsOfTls(string line) => line.Contains("ssl_", StringComparison.Ordinal)
        || line.Contains("[::]:443", StringComparison.Ordinal)
        || line.Contains("Strict-Transport-Security", StringComparison.Ordinal);
}
