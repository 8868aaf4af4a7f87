using System.Diagnostics;
using System.Globalization;
using Streaming.Cli.Kafka;

namespace Streaming.Cli.Tests;

/// <summary><c>broker</c> and <c>ingest</c>, as processes.</summary>
public sealed class KafkaVerbTests
{
    private const int Lines = 30_000;

    [Fact]
    public async Task The_embedded_broker_takes_what_is_ingested_and_ends_on_a_signal()
    {
        using var folder = new TempFolder();
        var lines = folder.Write("pages.jsonl", Pages(500) + "\n{ no json\n");
        var state = Path.Combine(folder.Path, "state");
        using var broker = Start("broker", "--topic", "pages:2");
        using var end = new Ending(broker);
        var servers = await broker.StandardOutput.ReadLineAsync();
        var ingest = await CommandLine.RunAsync("ingest", lines, "--to", $"kafka://{servers}/pages", "--state", state, "--json", "--set", "dead_letters.max_ratio=0.5");
        Assert.Equal((0, ""), (ingest.Code, ingest.Code == 0 ? "" : ingest.Error));
        Assert.Equal(500, (int)ingest.Json["samples"]!["out"]!);
        Assert.Contains($"warning: {servers} is an embedded broker, which knows no transactions", ingest.Error, StringComparison.Ordinal);
        Assert.StartsWith($$"""{"payload":"{{Convert.ToBase64String("{ no json"u8)}}",""", Assert.Single(Directory.GetFiles(state + ".dead_letters", "*.jsonl").SelectMany(File.ReadLines)), StringComparison.Ordinal);
        Process.Start("kill", ["-TERM", broker.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        await broker.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(130, broker.ExitCode);
    }

    [Theory]
    [InlineData("kafka:127.0.0.1/x")]
    [InlineData("kafka:///x")]
    [InlineData("kafka://127.0.0.1:1/")]
    public async Task An_address_that_is_none_is_bad_input(string to)
    {
        var result = await CommandLine.RunAsync("ingest", "x.jsonl", "--to", to);
        Assert.Equal(2, result.Code);
        Assert.Contains("kafka://host:port/topic", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.parquet", "parquet")]
    [InlineData("a.JSONL.gz", "jsonl")]
    [InlineData("a.ndjson.zst", "jsonl")]
    [InlineData("a.warc.gz", "warc")]
    [InlineData("a.wet", "warc")]
    [InlineData("a.tgz", "tar")]
    [InlineData("a.tar.zst", "tar")]
    [InlineData("a.gz", "files")]
    public void The_names_of_files_tell_the_source(string name, string source)
    {
        var job = new IngestJob(name, "kafka://127.0.0.1:1/t", null, "id", "json", "text", null);
        Assert.Equal(source, Assert.Single((System.Text.Json.Nodes.JsonObject)job.Topology()["source"]!).Key);
    }

    [SkippableFact]
    public async Task An_ingest_that_is_killed_again_and_again_pushes_each_sample_once()
    {
        Skip.If(RealBroker.Missing is not null, RealBroker.Missing);
        using var folder = new TempFolder();
        await using var broker = await RealBroker.StartAsync();
        var arguments = new[] { "ingest", folder.Write("pages.jsonl", Pages(Lines)), "--to", $"kafka://{broker.Bootstrap}/pages", "--state", Path.Combine(folder.Path, "state"), "--set", "epoch.samples=1500" };
        var random = new Random(2_024);
        var kills = 0;
        for (var ended = false; !ended;)
        {
            using var process = Start(arguments);
            var errors = process.StandardError.ReadToEndAsync();
            await Task.WhenAny(process.WaitForExitAsync(), kills < 10 ? Task.Delay(random.Next(900, 2_200)) : Task.Delay(TimeSpan.FromMinutes(2)));
            process.Kill();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode is 0 or 137, await errors);
            ended = process.ExitCode == 0;
            kills += ended ? 0 : 1;
        }

        Assert.True(kills > 0, "The ingest was over before it was killed once.");
        var keys = (await broker.ToolAsync("consume", "pages")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[2]).ToList();
        Assert.Equal(Enumerable.Range(0, Lines).Select(i => $"page-{i}"), keys);
    }

    // A test that fails leaves no broker behind.
    private sealed class Ending(Process process) : IDisposable
    {
        public void Dispose() => process.Kill();
    }

    private static string Pages(int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => $$"""{"id":"page-{{i}}","text":"{{new string((char)('a' + (i % 26)), 500)}}"}"""));

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Streaming.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
