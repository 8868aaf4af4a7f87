using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Streaming.Benchmarks.Feeding;

/// <summary>The same server with nothing behind it: so many bytes of memory, in the pieces in which a feed writes them.</summary>
internal sealed class LoopbackLimit : IAsyncDisposable
{
    private const int Chunk = 256 << 10;

    private readonly WebApplication _web;

    private LoopbackLimit(WebApplication web) => (_web, Address) = (web, new Uri(web.Urls.Single()));

    public Uri Address { get; }

    public static async Task<LoopbackLimit> StartAsync(long bytes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1));
        var web = builder.Build();
        var chunk = new byte[Chunk];
        web.MapGet("/", async (HttpContext http) =>
        {
            for (var left = bytes; left > 0; left -= Chunk)
            {
                await http.Response.BodyWriter.WriteAsync(chunk.AsMemory(0, (int)Math.Min(Chunk, left)));
            }
        });
        await web.StartAsync();
        return new(web);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
