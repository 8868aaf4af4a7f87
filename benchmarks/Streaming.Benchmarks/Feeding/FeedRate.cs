using System.Buffers;
using System.Text.Json;
using Apache.Arrow.Flight;
using Apache.Arrow.Flight.Client;
using Apache.Arrow.Ipc;
using Grpc.Net.Client;
using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Feed;
using Streaming.Parquet.Reading;

namespace Streaming.Benchmarks.Feeding;

/// <summary>What a feed of packs of 4,096 tokens gives to one client in the same process, beside the loopback's limit and beside reading the files.</summary>
internal static class FeedRate
{
    private const string Columns = "input_ids,cu_seqlens,position_ids";
    private const int Passes = 4;

    /// <summary>Arguments: documents that the packs are made of (default 100,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var documents = Argument.At(arguments, 0, 100_000);
        var table = Workspace.At($"packs-{documents}");
        if (!Directory.Exists(table))
        {
            var corpus = await CorpusFiles.WebAsync(documents);
            await Pipeline.RunAsync(Pipeline.Read(Pipeline.Yaml(corpus, "  - sequence_packer: { tokenizer: cl100k_base, max_tokens: 4096 }", table + ".part", "delta")));
            Directory.Move(table + ".part", table);
        }

        await using var server = await FeedServer.StartAsync(new() { Tables = ["packs=" + table], HttpPort = 0, FlightPort = 0 }, TimeProvider.System, default);
        var rows = server.Tables[0].Rows;
        using var client = new HttpClient();
        var query = $"columns={Columns}&passes={Passes}";
        var bytes = await DrainAsync(client, new Uri(server.Http, "/v1/feed?" + query));
        await using var limit = await LoopbackLimit.StartAsync(bytes);
        Console.WriteLine($"{rows:N0} packs, {Passes} passes, {bytes >> 20:N0} MiB a run\n");
        await new Contest(Argument.At(arguments, 1, 5))
            .Add("loopback, the same bytes from memory", () => DrainAsync(client, limit.Address))
            .Add("feed over HTTP, bytes", () => DrainAsync(client, new Uri(server.Http, "/v1/feed?" + query)))
            .Add("feed over HTTP, windows over borders", () => DrainAsync(client, new Uri(server.Http, "/v1/feed?window=1024&" + query)))
            .Add("feed over HTTP, Arrow batches", () => ReadAsync(client, new Uri(server.Http, "/v1/feed?" + query)))
            .Add("feed over Flight", () => FlightAsync(server.Flight))
            .Add("reading the files", () => FilesAsync(table))
            .RunAsync(bytes / 1e6, "MB");
    }

    private static async Task<long> DrainAsync(HttpClient client, Uri address)
    {
        await using var stream = await client.GetStreamAsync(address);
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
        using var reader = new ArrowStreamReader(stream);
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            batch.Dispose();
        }
    }

    private static async Task FlightAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address, new() { MaxReceiveMessageSize = null });
        using var call = new FlightClient(channel).GetStream(new FlightTicket(JsonSerializer.SerializeToUtf8Bytes(new { columns = Columns.Split(','), passes = Passes })));
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
                await foreach (var (_, batch) in file.BatchesAsync(0, Columns.Split(','), default))
                {
                    batch.Dispose();
                }
            }
        }
    }
}
