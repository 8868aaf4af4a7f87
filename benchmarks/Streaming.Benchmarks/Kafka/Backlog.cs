using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Testing;

namespace Streaming.Benchmarks.Kafka;

/// <summary>A backlog of millions of messages is worked off by the command in a process of its own: how fast, and in how much memory.</summary>
internal static class Backlog
{
    private const string Topic = "backlog";
    private const int Partitions = 4;

    /// <summary>Arguments: messages (10,000,000), characters of each text (300), <c>memory</c> in MiB (256).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        if (RealBroker.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var (count, characters, memory) = (Argument.At(arguments, 0, 10_000_000), Argument.At(arguments, 1, 300), Argument.At(arguments, 2, 256));
        await using var broker = await RealBroker.StartAsync(("KAFKA_RETENTION_BYTES", "-1"));
        await JsonTopic.FillAsync(broker, Topic, count, CompressionType.Zstd, characters, Partitions);
        var report = await ReadAsync(broker.Bootstrap, memory);
        var (samples, seconds) = ((long)report["samples"]!["out"]!, (long)report["elapsed_ms"]! / 1e3);
        var limit = (1.2 * memory * (1 << 20)) + 150e6;
        if (samples != count)
        {
            throw new InvalidOperationException($"{samples} of {count} messages came.");
        }

        Console.WriteLine($"{count:N0} JSON messages with {characters} characters of text in {Partitions} partitions of a real broker, which shares the processors, into a Delta table through two filters; `memory: {memory}MiB`.\n");
        Console.WriteLine("| messages | epochs | s | messages/s | peak of the budget MB | peak RSS MB | allowed MB |\n|---|---|---|---|---|---|---|");
        Console.WriteLine($"| {count:N0} | {report["epochs"]} | {seconds:F0} | {count / seconds:N0} | {(long)report["peak_budget_bytes"]! / 1e6:F0} | {(long)report["peak_rss_bytes"]! / 1e6:F0} | {limit / 1e6:F0} |");
    }

    private static async Task<JsonNode> ReadAsync(string bootstrap, int memory)
    {
        var topology = Workspace.At("kafka-backlog.yaml");
        await File.WriteAllTextAsync(topology, $$"""
            name: backlog
            memory: {{memory}}MiB
            epoch: { samples: 250000 }
            source: { kafka: { bootstrap_servers: "{{bootstrap}}", topics: [{{Topic}}], group_id: backlog, columns: { id: id, text: body, url: url } } }
            steps:
              - text_length_filter: { min_len: 10 }
              - alphanumeric_filter: { min_ratio: 0.1, max_ratio: 1.0 }
            sink: { delta: { path: {{Workspace.Fresh("kafka-backlog")}} } }
            """);
        using var command = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Streaming.Cli.dll"), "run", topology, "--stop-at", "end", "--json", "--quiet"]) { RedirectStandardOutput = true })!;
        var said = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return command.ExitCode == 0
            ? JsonNode.Parse(said.Trim().Split('\n')[^1])!
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The run ended with {command.ExitCode}: {said}"));
    }
}
