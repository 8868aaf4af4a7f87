using System.Buffers;
using System.Text.Json;
using Apache.Arrow.Compression;
using Apache.Arrow.Flight;
using Apache.Arrow.Flight.Client;
using Apache.Arrow.Ipc;
using Grpc.Net.Client;
using Streaming.Benchmarks.Comparisons;
using Streaming.Feed;
using Streaming.Parquet.Reading;

namespace Streaming.Benchmarks.Feeding;

/// <summary>What a feed of packs of 4,096 tokens gives to one client in the same process, beside the loopback's limit and beside reading the files.</summary>
internal static class FeedRate
{
    private const int Passes = 4;

    /// <summary>Arguments: documents that the packs are made of (default 100,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var table = await PackTable.OfAsync(Argument.At(arguments, 0, 100_000));
        await using var server = await FeedServer.StartAsync(new() { Tables = ["packs=" + table], HttpPort = 0, FlightPort = 0 }, TimeProvider.System, default);
        var rows = server.Tables[0].Rows;
        using var client = new HttpClient();
        var query = $"columns={PackTable.Columns}&passes={Passes}";
        var bytes = await DrainAsync(client, new Uri(server.Http, "/v1/feed?" + query));
        await using var limit = await LoopbackLimit.StartAsync(bytes, bytes / Passes);
        Console.WriteLine($"{rows:N0} packs, {Passes} passes, {bytes >> 20:N0} MiB a run\n");
        await new Contest(Argument.At(arguments, 1, 5))
            .Add("loopback, as much memory", () => DrainAsync(client, new Uri(limit.Address, "/memory")))
            .Add("loopback, one piece of memory", () => DrainAsync(client, new Uri(limit.Address, "/pieces")))
            .Add("loopback, 256 KiB at once", () => DrainAsync(client, limit.Address))
            .Add("feed over HTTP, bytes", () => DrainAsync(client, new Uri(server.Http, "/v1/feed?" + query)))
            .Add("feed over HTTP, windows over borders", () => DrainAsync(client, new Uri(server.Http, "/v1/feed?window=1024&" + query)))
            .Add("feed over HTTP, Arrow batches", () => ReadAsync(client, new Uri(server.Http, "/v1/feed?" + query)))
            .Add("feed over HTTP, zstd, Arrow batches", () => ReadAsync(client, new Uri(server.Http, "/v1/feed?compression=zstd&" + query)))
            .Add("feed over HTTP, lz4, Arrow batches", () => ReadAsync(client, new Uri(server.Http, "/v1/feed?compression=lz4&" + query)))
            .Add("feed over HTTP/2 as Flight, bytes", () => FlightBytesAsync(server.Flight))
            .Add("feed over Flight, Arrow batches", () => FlightAsync(server.Flight))
            .Add("reading the files", () => FilesAsync(table))
            .RunAsync(bytes / 1e6, "MB");
    }

    private static async Task<long> DrainAsync(HttpClient client, Uri address)
    {
        await using var stream = await client.GetStreamAsync(address);
        return await DrainAsync(stream);
    }

    private static async Task<long> DrainAsync(Stream stream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        var total = 0L;
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            total += read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return total;
    }

    private static async Task ReadAsync(HttpClient client, Uri address)
    {
        await using var stream = await client.GetStreamAsync(address);
        using var reader = new ArrowStreamReader(stream, new CompressionCodecFactory());
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            batch.Dispose();
        }
    }

    // The client's own decoding left out: gRPC's frame and a ticket, whose length fits a byte each.
    private static async Task FlightBytesAsync(Uri address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { InitialHttp2StreamWindowSize = 8 << 20 });
        var ticket = JsonSerializer.SerializeToUtf8Bytes(new { columns = PackTable.Columns.Split(','), passes = Passes });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/arrow.flight.protocol.FlightService/DoGet")) { Version = new(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent([0, 0, 0, 0, (byte)(ticket.Length + 2), (1 << 3) | 2, (byte)ticket.Length, .. ticket]);
        request.Content.Headers.ContentType = new("application/grpc");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await DrainAsync(stream);
    }

    private static async Task FlightAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address, new() { MaxReceiveMessageSize = null });
        using var call = new FlightClient(channel).GetStream(new FlightTicket(JsonSerializer.SerializeToUtf8Bytes(new { columns = PackTable.Columns.Split(','), passes = Passes })));
        while (await call.ResponseStream.MoveNext(default))
        {
            call.ResponseStream.Current.Dispose();
        }
    }

    private static async Task FilesAsync(string table)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var path in Directory.EnumerateFiles(table, "*.parquet"))
            {
                using var file = ParquetFile.Open(path);
                await foreach (var (_, batch) in file.BatchesAsync(0, PackTable.Columns.Split(','), default))
                {
                    batch.Dispose();
                }
            }
        }
    }
}
