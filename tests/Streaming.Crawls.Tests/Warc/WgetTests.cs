using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Streaming.Crawls.Warc;

namespace Streaming.Crawls.Tests.Warc;

/// <summary>A file that another program wrote: wget crawls a server of the test's own.</summary>
public sealed class WgetTests
{
    [SkippableFact]
    public async Task What_wget_crawled_is_read()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "wget"))), "wget is not installed.");
        var folder = Directory.CreateTempSubdirectory("streaming-wget-").FullName;
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(server, stop.Token);
        try
        {
            var root = $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}";
            var start = new ProcessStartInfo("wget", ["-q", "--no-proxy", "--tries=1", "--timeout=20", "--warc-file=crawl", $"{root}/a", $"{root}/b"]) { WorkingDirectory = folder };
            using var wget = Process.Start(start)!;
            await wget.WaitForExitAsync();

            var samples = (await Warcs.ReadAsync(new WarcSource(new() { Path = ["*.warc.gz"] }), folder)).ToList();

            Assert.Empty(samples.SelectMany(b => b.Batch.DeadLetters));
            var pages = samples.SelectMany(b => b.Batch.Samples).Where(s => ((string?)s.Meta["url"])!.StartsWith(root, StringComparison.Ordinal)).ToList();
            Assert.Equal([$"{root}/a", $"{root}/b"], pages.Select(s => s.Meta["url"]));
            Assert.All(pages, s => Assert.Equal("<html><body>für GET</body></html>", s.Text));
        }
        finally
        {
            await stop.CancelAsync();
            server.Stop();
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Directory.Delete(folder, recursive: true);
        }
    }

    // Chunked, as most pages come.
    private static async Task ServeAsync(TcpListener server, CancellationToken stop)
    {
        while (true)
        {
            using var client = await server.AcceptTcpClientAsync(stop);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            while (await reader.ReadLineAsync(stop) is { Length: > 0 })
            {
            }

            var page = Encoding.Latin1.GetBytes("<html><body>für GET</body></html>");
            await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{page.Length:x}\r\n"), .. page, .. "\r\n0\r\n\r\n"u8], stop);
        }
    }
}
