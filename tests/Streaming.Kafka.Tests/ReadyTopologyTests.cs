using Streaming.Kafka.Embedded;
using Streaming.Kafka.Tests.Reading;

namespace Streaming.Kafka.Tests;

/// <summary>Runs the topologies of the folder <c>topologies</c> that read topics, to what is there.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class ReadyTopologyTests(SharedBroker shared)
{
    private static readonly string _topologies = Repository.File("topologies");

    [Fact]
    public async Task The_crawl_becomes_shards_and_rejects()
    {
        using var broker = new EmbeddedBroker();
        broker.EnsureTopic("pages", 2);
        using var table = new PageTable("");
        var documents = 0L;
        foreach (var part in Directory.GetFiles(Path.Combine(_topologies, "data", "quickstart"), "*.parquet"))
        {
            await using var ingest = Worker.Start("ingest", part, "--to", $"kafka://{broker.BootstrapServers}/pages", "--state", Path.Combine(table.Folder, "ingest", Path.GetFileName(part)));
            var (code, pushed) = await ingest.EndAsync();
            Assert.True(code == 0, ingest.Errors);
            documents += (long)pushed["samples"]!["out"]!;
        }

        await using var worker = RunTo("crawl.yaml", "sink.delta.path", table, $"source.kafka.bootstrap_servers={broker.BootstrapServers}");
        var (ended, report) = await worker.EndAsync();
        Assert.True(ended == 0, worker.Errors);
        Assert.Equal((documents, 0L), ((long)report["samples"]!["in"]!, (long)report["samples"]!["dead_lettered"]!));
        Assert.True((long)report["tokens"]!["out"]! > 0);
        Assert.Equal((long)report["samples"]!["out"]!, (long)table.Query("count(*)")[0][0]!);
        Assert.Equal((long)report["samples"]!["rejected"]!, (long)table.Query("count(*)", "pages.rejects")[0][0]!);
    }

    [SkippableFact]
    public async Task A_topic_goes_through_filters_into_another_topic_and_into_files_each_sample_once()
    {
        const string Text = "A page of some length, which says the same as the others do and is kept because it has enough letters in it.";
        var broker = await shared.GetAsync();
        await broker.CreateAsync("pages", 2);
        using var table = new PageTable("");
        var kept = new List<string>();
        for (var part = 0; part < 2; part++)
        {
            for (var i = part * 10; i < (part + 1) * 10; i++)
            {
                Pages.Produce(broker.Bootstrap, "pages", $"k{i}", Pages.Bytes($$"""{"text":"{{(i % 2 == 0 ? Text : "too short")}}"}"""));
            }

            kept.AddRange(Enumerable.Range(part * 10, 10).Where(i => i % 2 == 0).Select(i => $"k{i}"));
            var servers = $"kafka.bootstrap_servers={broker.Bootstrap}";
            await using var worker = RunTo("kafka-to-kafka.yaml", "sinks.files.delta.path", table, "source." + servers, "sinks.topic." + servers, $"sinks.topic.kafka.path={table.Folder}/out/topic");
            Assert.True((await worker.EndAsync()).Code == 0, worker.Errors);
            Assert.Equal(kept, table.Ids());
            Assert.Equal(kept, CommittedMessages.Of(broker.Bootstrap, "clean-pages").Select(m => m.Key));
        }
    }

    private static Worker RunTo(string topology, string path, PageTable table, params string[] overrides) =>
        Worker.Run(Path.Combine(_topologies, topology), ["--stop-at", "end", .. overrides.Append($"{path}={table.Folder}/out/pages").SelectMany(o => new[] { "--set", o })]);
}
