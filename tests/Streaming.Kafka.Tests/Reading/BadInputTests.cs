namespace Streaming.Kafka.Tests.Reading;

/// <summary>What cannot work is said at the start, in the broker's words; what cannot be read becomes a dead letter.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class BadInputTests(SharedBroker shared)
{
    [SkippableFact]
    public async Task A_topic_that_is_not_there_is_said_at_the_start()
    {
        var broker = await shared.GetAsync();
        using var table = PageTable.For(broker.Bootstrap, "nowhere");
        await using var worker = Worker.Run(table.Topology);
        Assert.Equal(2, (await worker.EndAsync()).Code);
        Assert.Contains("topic 'nowhere': Broker: Unknown topic or partition", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_is_said_within_the_timeout_without_the_password()
    {
        using var table = PageTable.For("127.0.0.1:1", "any", "connect_timeout: 2s, settings: { \"sasl.password\": \"topsecret\" }");
        await using var worker = Worker.Run(table.Topology, "--log-level", "debug");
        var (code, report) = await worker.EndAsync();
        Assert.Equal(2, code);
        Assert.Contains("Connection refused", worker.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", worker.Errors + report, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Poison_becomes_a_dead_letter_with_its_bytes_and_tombstones_are_counted()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("poison", 1);
        Pages.Produce(broker.Bootstrap, "poison", 0, 1);
        Pages.Produce(broker.Bootstrap, "poison", "gone", null);
        Pages.Produce(broker.Bootstrap, "poison", "bad", Pages.Bytes("{ no json"));
        Pages.Produce(broker.Bootstrap, "poison", "good", Pages.Bytes("""{"body":"last"}"""), ("lang", "en"));
        using var table = PageTable.For(broker.Bootstrap, "poison", "columns: { text: body }, headers: { language: lang }, timestamp_column: sent");
        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        var (code, report) = await worker.EndAsync();
        Assert.True(code == 0, worker.Errors);
        Assert.Equal(["k0", "good"], table.Ids());
        Assert.Equal("en", table.Query("id, language, sent").Single(r => (string)r[0]! == "good")[1]);
        Assert.Equal(1, (long)report["sources"]![0]!["counts"]!["tombstones"]!);
        var letter = Assert.Single(table.Query("decode(payload), error", "letters"));
        Assert.Equal("{ no json", letter[0]);
        Assert.StartsWith("topic poison, partition 0, offset 2:", (string)letter[1]!, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Records_gone_before_they_were_read_stop_the_run_or_are_skipped_counted_and_kept_as_a_dead_letter()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("gap", 1);
        Pages.Produce(broker.Bootstrap, "gap", 0, 10);
        using var table = PageTable.For(broker.Bootstrap, "gap");
        await using (var first = Worker.Run(table.Topology, "--stop-at", "end"))
        {
            Assert.Equal(0, (await first.EndAsync()).Code);
        }

        Pages.Produce(broker.Bootstrap, "gap", 10, 10);
        await broker.ToolAsync("truncate", "gap", "0", "15");
        await using (var second = Worker.Run(table.Topology, "--stop-at", "end"))
        {
            Assert.Equal(1, (await second.EndAsync()).Code);
            Assert.Contains("Records 10 to 14 of source/gap/0 are gone", second.Errors, StringComparison.Ordinal);
        }

        await using var third = Worker.Run(table.Topology, "--stop-at", "end", "--set", "source.kafka.on_data_loss=skip");
        var (code, report) = await third.EndAsync();
        Assert.True(code == 0, third.Errors);
        Assert.Equal(5, (long)report["sources"]![0]!["counts"]!["lost_records"]!);
        var letter = Assert.Single(table.Query("error, lineage.split, lineage.position, octet_length(payload)", "letters"));
        Assert.Equal(["Records 10 to 14 of source/gap/0 are gone before they were read (retention).", "gap/0", 10L, 0L], letter);
        Assert.Equal(Pages.Keys(0, 10).Union(Pages.Keys(15, 5)).ToHashSet(), table.Ids().ToHashSet());
    }
}
