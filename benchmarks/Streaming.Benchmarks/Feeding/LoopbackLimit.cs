using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Streaming.Feed.Wire;

namespace Streaming.Benchmarks.Feeding;

/// <summary>The same server with nothing behind it: so many bytes of memory, from one piece again and again (<c>/</c>, and <c>/pieces</c> as a feed writes them), or from as much memory as a feed's decoded rows take (<c>/memory</c>).</summary>
internal sealed class LoopbackLimit : IAsyncDisposable
{
    private const int Chunk = 256 << 10;

    private readonly WebApplication _web;

    private LoopbackLimit(WebApplication web) => (_web, Address) = (web, new Uri(web.Urls.Single()));

    public Uri Address { get; }

    public static async Task<LoopbackLimit> StartAsync(long bytes, long held)
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
        web.MapGet("/pieces", http => WriteAsync(http.Response.BodyWriter, [chunk], bytes));
        var memory = Enumerable.Range(0, (int)(held / Chunk) + 1).Select(_ => new byte[Chunk]).ToArray();
        Array.ForEach(memory, part => Array.Fill(part, (byte)1));
        web.MapGet("/memory", http => WriteAsync(http.Response.BodyWriter, memory, bytes));
        await web.StartAsync();
        return new(web);
    }

    private static async Task WriteAsync(PipeWriter to, byte[][] parts, long bytes)
    {
        for (var sent = 0L; sent < bytes;)
        {
            var from = parts[sent / Chunk % parts.Length].AsMemory((int)(sent % Chunk));
            var piece = to.GetMemory((int)Math.Min(BatchWriter.Chunk, bytes - sent));
            var count = (int)Math.Min(Math.Min(piece.Length, from.Length), bytes - sent);
            from.Span[..count].CopyTo(piece.Span);
            to.Advance(count);
            await to.FlushAsync();
            sent += count;
        }
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
