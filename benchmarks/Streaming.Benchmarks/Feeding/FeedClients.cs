using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Streaming.Benchmarks.Comparisons;
using Streaming.Feed;

namespace Streaming.Benchmarks.Feeding;

/// <summary>What a thousand clients that hardly read cost, what a hundred that vanish leave behind, and what another client notices of them. Server and clients in one process, over real sockets.</summary>
internal static class FeedClients
{
    private const string Endless = "columns=" + PackTable.Columns + "&passes=1000000";
    private const int BytesOfRun = 512 << 20;

    /// <summary>Arguments: slow clients (default 1,000), vanishing ones (default 100), rounds (default 5), documents of the table (default 40,000).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (slow, gone, rounds) = (Argument.At(arguments, 0, 1_000), Argument.At(arguments, 1, 100), Argument.At(arguments, 2, 5));
        var table = await PackTable.OfAsync(Argument.At(arguments, 3, 40_000));
        await using var server = await FeedServer.StartAsync(new() { Tables = ["packs=" + table], HttpPort = 0, FlightPort = 0 }, TimeProvider.System, default);
        Console.WriteLine("| | RSS MiB | decoded MiB | batches MiB | open streams | another client, MB/s (best) | (median) |\n|---|---|---|---|---|---|---|");
        await TellAsync("before", server, rounds);
        var sockets = new List<Socket>();
        for (var i = 0; i < slow; i++)
        {
            sockets.Add(await OpenAsync(server, i));
        }

        using var end = new CancellationTokenSource();
        var trickle = TrickleAsync(sockets, end.Token);
        await Task.Delay(TimeSpan.FromSeconds(5));
        await TellAsync($"{slow:N0} clients at 4 KiB a second", server, rounds);
        sockets.Take(gone).ToList().ForEach(s => s.Close(0));
        await Task.Delay(TimeSpan.FromSeconds(2));
        await TellAsync($"{gone:N0} of them vanished", server, rounds);
        await end.CancelAsync();
        await trickle;
        sockets.ForEach(s => s.Close(0));
        await Task.Delay(TimeSpan.FromSeconds(2));
        await TellAsync("all gone", server, rounds);
    }

    private static async Task<Socket> OpenAsync(FeedServer server, int seed)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 << 10 };
        await socket.ConnectAsync(IPAddress.Loopback, server.Http.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/feed?{Endless}&seed={seed % 16} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        return socket;
    }

    private static async Task TrickleAsync(List<Socket> sockets, CancellationToken abort)
    {
        var buffer = new byte[4 << 10];
        while (!abort.IsCancellationRequested)
        {
            foreach (var socket in sockets)
            {
                try
                {
                    if (socket.Available > 0)
                    {
                        socket.Receive(buffer);
                    }
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    // It vanished.
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1), abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task TellAsync(string when, FeedServer server, int rounds)
    {
        var rates = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            rates.Add(await RateAsync(server));
        }

        rates.Sort();
        using var self = Process.GetCurrentProcess();
        var feeds = server.Feeds;
        Console.WriteLine($"| {when} | {self.WorkingSet64 >> 20:N0} | {feeds.Windows.Bytes >> 20:N0} | {feeds.Room.Bytes >> 20:N0} | {feeds.Open.Count():N0} | {rates[^1]:N0} | {rates[rates.Count / 2]:N0} |");
    }

    private static async Task<double> RateAsync(FeedServer server)
    {
        using var client = new HttpClient();
        await using var stream = await client.GetStreamAsync(new Uri(server.Http, "/v1/feed?" + Endless));
        var buffer = new byte[1 << 20];
        var start = Stopwatch.GetTimestamp();
        for (var left = (long)BytesOfRun; left > 0;)
        {
            left -= await stream.ReadAsync(buffer);
        }

        return BytesOfRun / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
