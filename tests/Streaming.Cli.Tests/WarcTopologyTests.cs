using DuckDB.NET.Data;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Testing.Crawls;
using Streaming.Topologies;

namespace Streaming.Cli.Tests;

/// <summary>Runs <c>topologies/warc.yaml</c> on a small crawl, in one go and in pieces.</summary>
public sealed class WarcTopologyTests
{
    private const int Pages = 60;

    [Fact]
    public async Task Pages_become_main_text_and_a_run_in_pieces_gives_the_same()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.Write("crawl.warc.gz", ""), Crawl());

        var whole = await RunAsync(folder, "whole", new());
        for (var piece = 0; piece < 20 && (await RunAsync(folder, "pieces", new() { MaxEpochs = 1 })).Totals.Samples.In > 0; piece++)
        {
        }

        Assert.Equal((RunStatus.Completed, null), (whole.Status, whole.Error));
        Assert.Equal((Pages + 2, 1L), (whole.Totals.Samples.In, whole.Totals.Samples.DeadLettered));
        var rows = Rows(folder, "whole");
        Assert.Equal(Pages, rows.Count);
        Assert.All(rows, r => Assert.StartsWith("http://a.example/", r.Url, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.Text.Contains("Home", StringComparison.Ordinal));
        Assert.Equal(rows, Rows(folder, "pieces"));
    }

    private static async Task<RunReport> RunAsync(TempFolder folder, string name, RunOptions options)
    {
        var file = Path.Combine(Repository.Root, "topologies", "warc.yaml");
        var reading = new TopologyReader(Streaming.Operators.OperatorCatalog.Default)
            .ReadFile(file, [$"source.warc.path={folder.Path}/crawl.warc.gz", $"sink.delta.path={folder.Path}/{name}", "epoch.samples=10", "dead_letters.max_ratio=0.5"]);
        Assert.Empty(reading.Problems);
        await using var plan = await Planner.PlanAsync(reading.Spec!);
        return await Run.ExecuteAsync(plan, options, CancellationToken.None);
    }

    private static List<(string Id, string Url, string Text)> Rows(TempFolder folder, string name)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select id, url, text from '{folder.Path}/{name}/*.parquet' order by id";
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string, string)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    // With requests between the pages, a duplicate, and a record whose length is a lie.
    private static byte[] Crawl()
    {
        var warc = new WarcBuilder(WarcPacking.Gzip);
        for (var i = 0; i <= Pages; i++)
        {
            var number = Math.Min(i, Pages - 1);
            var random = new Random(number);
            var words = string.Join(' ', Enumerable.Range(0, 80).Select(_ => string.Concat(Enumerable.Range(0, 3 + random.Next(5)).Select(_ => (char)('a' + random.Next(26))))));
            warc.Request($"http://a.example/{i}").Response($"http://a.example/{i}", $"<html><head><title>Page {number}</title></head><body><nav><a href=/>Home</a></nav><p>{words}.</p></body></html>");
            if (i == 20)
            {
                warc.Raw("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\nx\r\n\r\n"u8.ToArray());
            }
        }

        return warc.Build();
    }
}
