using Confluent.Kafka;
using Streaming.Kafka.Embedded;
using Streaming.Telemetry;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Requests that fail, on an embedded broker that is told to refuse them.</summary>
public sealed class InjectedErrorTests
{
    private const short Fetch = 1;

    public static TheoryData<string, short, ErrorCode[]> Errors => new()
    {
        { "produce", 0, [ErrorCode.NotLeaderForPartition, ErrorCode.NotEnoughReplicas, ErrorCode.RequestTimedOut] },
        { "fetch", Fetch, [ErrorCode.NotLeaderForPartition, ErrorCode.Unknown, ErrorCode.RequestTimedOut, ErrorCode.LeaderNotAvailable] },
        { "fetch of what a new leader does not have yet", Fetch, [ErrorCode.OffsetOutOfRange] },
        { "list offsets", 2, [ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut] },
        { "offset commit", 8, [ErrorCode.RebalanceInProgress, ErrorCode.GroupLoadInProgress, ErrorCode.RequestTimedOut] },
        { "find coordinator", 10, [ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.GroupLoadInProgress] },
        { "join group", 11, [ErrorCode.GroupLoadInProgress, ErrorCode.NotCoordinatorForGroup] },
        { "heartbeat", 12, [ErrorCode.RebalanceInProgress] },
        { "heartbeat of one that the group forgot", 12, [ErrorCode.UnknownMemberId] },
        { "sync group", 14, [ErrorCode.RebalanceInProgress] },
        { "init producer id", 22, [ErrorCode.GroupLoadInProgress] },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Errors_that_pass_cost_no_sample(string what, short request, ErrorCode[] errors)
    {
        using var broker = Prepare(out var table);
        using var _ = table;
        broker.Refuse(request, errors);
        await using var run = LiveRun.Start(table.Topology);
        for (var part = 0; part < 2; part++)
        {
            broker.Refuse(request, errors);
            Pages.Produce(broker.BootstrapServers, "raw", part * 100, 100, partitions: 2);
            await run.UntilAsync(() => run.Committed >= (part + 1) * 100, $"{(part + 1) * 100} committed samples in spite of errors of {what}");
        }

        var report = await run.DrainAsync();
        Assert.Equal((RunStatus.Interrupted, null), (report.Status, report.Error?.Message));
        var keys = ReadPastErrors(broker).Select(m => m.Key).ToList();
        Assert.Equal(200, keys.Count);
        Assert.Equal(Pages.Keys(0, 200), keys.ToHashSet());
    }

    [Fact]
    public async Task An_error_that_waiting_does_not_heal_ends_the_run_in_the_brokers_words()
    {
        using var broker = Prepare(out var table);
        using var _ = table;
        Pages.Produce(broker.BootstrapServers, "raw", 0, 10, partitions: 2);
        broker.Refuse(Fetch, [.. Enumerable.Repeat(ErrorCode.TopicAuthorizationFailed, 10)]);
        await using var run = LiveRun.Start(table.Topology);
        var report = await run.EndAsync();
        Assert.Equal(RunStatus.Failed, report.Status);
        Assert.Contains("authorization failed", report.Error!.Message, StringComparison.OrdinalIgnoreCase);
    }

    // Errors that nobody has met yet meet the test's own reader.
    private static List<Message<string, string>> ReadPastErrors(EmbeddedBroker broker)
    {
        while (true)
        {
            try
            {
                return CommittedMessages.Of(broker.BootstrapServers, "cooked");
            }
            catch (ConsumeException)
            {
                // There are only so many.
            }
        }
    }

    private static EmbeddedBroker Prepare(out PageTable table)
    {
        var broker = new EmbeddedBroker();
        broker.EnsureTopic("raw", 2);
        broker.EnsureTopic("cooked", 1);
        table = new($$"""
            name: injected
            epoch: { every: 200ms }
            source: { kafka: { bootstrap_servers: "{{broker.BootstrapServers}}", topics: [raw], group_id: injected, columns: { text: body }, settings: { {{PageTable.QuickSettings}} } } }
            sink: { kafka: { bootstrap_servers: "{{broker.BootstrapServers}}", topic: cooked, path: out/cooked } }
            """);
        return broker;
    }
}
