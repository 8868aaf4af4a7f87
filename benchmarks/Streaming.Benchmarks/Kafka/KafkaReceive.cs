using Confluent.Kafka;
using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Testing;
using Streaming.Topologies;

namespace Streaming.Benchmarks.Kafka;

/// <summary>Messages from a real broker: librdkafka in a bare loop, the source making samples of them, and the whole way into a table.</summary>
internal static class KafkaReceive
{
    private const string Topic = "pages";

    /// <summary>Arguments: messages (200,000), rounds (5), compression (<c>zstd</c>).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        if (RealBroker.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var (count, rounds) = (Argument.At(arguments, 0, 200_000), Argument.At(arguments, 1, 5));
        var compression = Enum.Parse<CompressionType>(arguments.Length > 2 ? arguments[2] : "zstd", ignoreCase: true);
        await using var broker = await RealBroker.StartAsync();
        await JsonTopic.FillAsync(broker, Topic, count, compression);
        Console.WriteLine($"{count:N0} JSON messages of 3 KB ({compression}) in four partitions of a real broker, which shares the processors. From the first message to the last; least of {rounds} rounds.\n");
        (string Name, Func<Task<Pace>> Read)[] ways =
        [
            ("librdkafka, bare loop", () => Task.Run(() => NativeConsumer.Read(broker.Bootstrap, Topic, count))),
            ("source, value as text", () => SourceAsync(broker.Bootstrap, "value: text", count)),
            ("source, JSON into columns", () => SourceAsync(broker.Bootstrap, "columns: { id: id, text: body, url: url }", count)),
            ("to a Delta table", () => TableAsync(broker.Bootstrap, count)),
        ];
        var best = ways.Select(_ => default(Pace)).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                GC.Collect();
                var pace = await ways[way].Read();
                best[way] = round < 0 || (best[way] is { } before && before.Seconds <= pace.Seconds) ? best[way] : pace;
            }
        }

        Console.WriteLine("| | messages/s | MB/s | rate ÷ bare loop | processor s |\n|---|---|---|---|---|");
        for (var way = 0; way < ways.Length; way++)
        {
            var pace = best[way]!;
            Console.WriteLine($"| {ways[way].Name} | {pace.Messages / pace.Seconds:N0} | {pace.Bytes / pace.Seconds / 1e6:N0} | {best[0]!.Seconds / pace.Seconds:F3} | {pace.ProcessorSeconds:F2} |");
        }
    }

    // The source as the run drives it, with nothing behind it.
    private static async Task<Pace> SourceAsync(string bootstrap, string value, int count)
    {
        var spec = Read(bootstrap, value, Workspace.Fresh("kafka-source"));
        await using var source = (Source)spec.Sources[0].Source.Create();
        await source.DescribeAsync(new() { Name = "source", BaseFolder = spec.BaseFolder, Run = "bare", Memory = new MemoryAccount(1L << 30) }, CancellationToken.None);
        var shared = (ISharedSource)source;
        var hand = await shared.TakeAsync(CancellationToken.None);
        var from = await shared.StartAsync(new(SplitPositions.Empty, DateTimeOffset.UnixEpoch, StopAtEnd: true), CancellationToken.None);
        var pace = new Pace();
        await foreach (var read in source.ReadAsync(from, CancellationToken.None))
        {
            pace.Count(read.Batch.Samples.Count, read.StoredBytes);
        }

        shared.Release();
        return pace.Messages == count ? pace.End() : throw new InvalidOperationException($"{pace.Messages} of {count} messages came.");
    }

    private static async Task<Pace> TableAsync(string bootstrap, int count)
    {
        var pace = new Pace();
        await using var plan = await Planner.PlanAsync(Read(bootstrap, "columns: { id: id, text: body, url: url }", Workspace.Fresh("kafka-table")), new() { Threads = 2 });
        pace.Count(count, 0);
        var report = await Run.ExecuteAsync(plan, new() { StopAtEnd = true }, CancellationToken.None);
        return report.Error is null ? pace.End() : throw new InvalidOperationException(report.Error.Message, report.Error.Exception);
    }

    private static TopologySpec Read(string bootstrap, string value, string output)
    {
        var reading = new TopologyReader(OperatorCatalog.Default).ReadText($$"""
            name: receive
            memory: 1GiB
            source: { kafka: { bootstrap_servers: "{{bootstrap}}", topics: [{{Topic}}], group_id: g-{{Guid.NewGuid():N}}, {{value}} } }
            sink: { delta: { path: {{output}} } }
            rejects: off
            """, Workspace.Folder);
        return reading.Spec ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
    }
}
