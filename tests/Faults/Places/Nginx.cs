using System.Net;

namespace Tacit.Faults.Places;

/// <summary>nginx before the fronts, as a process of its own.</summary>
internal static class Nginx
{
    /// <summary>Writes its settings into a folder, and makes the daemon; it is not started.</summary>
    /// <param name="folder">Its own; made here.</param>
    /// <param name="listen">Where clients find it.</param>
    /// <param name="fronts">Where it leads.</param>
    /// <param name="logFile">Takes what it writes.</param>
    public static Daemon Create(string folder, IPEndPoint listen, IEnumerable<EndPoint> fronts, string logFile)
    {
        Directory.CreateDirectory(folder);
        var settings = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(settings, Settings(listen, fronts));
        return new("nginx", logFile)
        {
            Program = "/usr/sbin/nginx",
            Arguments = ["-e", "stderr", "-p", folder, "-c", settings, "-g", "daemon off;"],
        };
    }

    private static string Settings(IPEndPoint listen, IEnumerable<EndPoint> fronts) => $$"""
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
          upstream fronts {
            {{string.Join("\n    ", fronts.Select(front => $"server {front} max_fails=1 fail_timeout=1s;"))}}
          }
          server {
            listen {{listen}};
            location / {
              proxy_pass http://fronts;
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection upgrade;
              proxy_connect_timeout 1s;
              proxy_read_timeout 1h;
              proxy_send_timeout 1h;
              proxy_buffering off;
            }
          }
        }
        """;
}
