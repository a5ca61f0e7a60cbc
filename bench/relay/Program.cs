using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tacit.Bench.Relay;

// The yardstick of the benchmark: passes WebSocket messages on to a room over bare Kestrel connections, and does
// nothing else. It keeps nothing, checks nothing and knows nobody, so it shows what this machine can deliver. Usage:
// relay PORT
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<RelayRooms>();
builder.WebHost.ConfigureKestrel(kestrel =>
    kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseConnectionHandler<RelayHandler>()));
await using var app = builder.Build();
await app.RunAsync();
