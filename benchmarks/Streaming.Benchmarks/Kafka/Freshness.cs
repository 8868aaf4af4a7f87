using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Testing;

namespace Streaming.Benchmarks.Kafka;

/// <summary>How long messages take from a producer to the table, hour after hour: the command runs in a process of its own, with epochs of a second, while messages come at a steady rate.</summary>
internal static class Freshness
{
    private const string Topic = "pages";
    private const int Partitions = 4;

    /// <summary>Arguments: messages a second (5,000), minutes (10).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        if (RealBroker.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var (rate, minutes) = (Argument.At(arguments, 0, 5_000), Argument.At(arguments, 1, 10));
        await using var broker = await RealBroker.StartAsync(("KAFKA_RETENTION_BYTES", "536870912"));
        await broker.CreateAsync(Topic, Partitions);
        var table = Workspace.Fresh("kafka-fresh");
        using var command = Start(broker.Bootstrap, table);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var arrivals = new Arrivals(Partitions);
        var sending = Task.Run(() => Send(broker.Bootstrap, rate, arrivals, stop.Token));
        var watch = new TableWatch(table, arrivals, command);
        await watch.RunAsync(stop.Token);
        var sent = await sending;
        await EndAsync(command);
        Console.WriteLine($"{rate:N0} messages of 3 KB a second for {minutes} minutes ({sent:N0} in all) through a real broker into a Delta table, `epoch: {{ every: 1s }}`, compaction on; all on the same processors.\n");
        watch.Print();
    }

    private static Process Start(string bootstrap, string table)
    {
        var topology = Workspace.At("kafka-fresh.yaml");
        File.WriteAllText(topology, $$"""
            name: fresh
            memory: 512MiB
            epoch: { every: 1s }
            source: { kafka: { bootstrap_servers: "{{bootstrap}}", topics: [{{Topic}}], group_id: fresh, columns: { id: id, text: body, url: url } } }
            sink: { delta: { path: {{table}}, compact: { min_files: 16, target_bytes: 128MiB } } }
            """);
        return Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Streaming.Cli.dll"), "run", topology, "--quiet"]) { RedirectStandardOutput = true })!;
    }

    private static async Task EndAsync(Process command)
    {
        using var term = Process.Start("kill", ["-TERM", command.Id.ToString(CultureInfo.InvariantCulture)]);
        await command.WaitForExitAsync();
        if (command.ExitCode != 130)
        {
            throw new InvalidOperationException($"The run ended with {command.ExitCode}: {await command.StandardOutput.ReadToEndAsync()}");
        }
    }

    private static long Send(string bootstrap, int rate, Arrivals arrivals, CancellationToken stop)
    {
        using var producer = JsonTopic.Producer(bootstrap, CompressionType.Zstd);
        var start = Stopwatch.GetTimestamp();
        long sent = 0;
        var messages = JsonTopic.Messages(int.MaxValue).GetEnumerator();
        while (!stop.IsCancellationRequested)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate); sent < due && messages.MoveNext(); sent++)
            {
                var partition = (int)(sent % Partitions);
                arrivals.Sent(partition);
                JsonTopic.Send(producer, Topic, partition, messages.Current);
            }

            Thread.Sleep(5);
        }

        producer.Flush(TimeSpan.FromMinutes(1));
        return sent;
    }

    /// <summary>When each message was handed to the producer: by partition, at the place of its offset.</summary>
    private sealed class Arrivals(int partitions)
    {
        private readonly ConcurrentDictionary<(int Partition, long Offset), long> _times = [];
        private readonly long[] _next = new long[partitions];

        public void Sent(int partition) => _times[(partition, _next[partition]++)] = Stopwatch.GetTimestamp();

        /// <summary>Ages of the oldest and the newest message of a range, which is forgotten.</summary>
        public (double Oldest, double Newest)? Take(int partition, long from, long to)
        {
            (double, double)? ages = null;
            for (var offset = from; offset < to; offset++)
            {
                if (_times.TryRemove((partition, offset), out var at))
                {
                    var age = Stopwatch.GetElapsedTime(at).TotalSeconds;
                    ages = (ages?.Item1 ?? age, age);
                }
            }

            return ages;
        }
    }

    /// <summary>Sees log entries as they appear, as a reader of the table does.</summary>
    private sealed class TableWatch(string table, Arrivals arrivals, Process command)
    {
        private readonly long[] _positions = new long[Partitions];
        private readonly List<(double Minute, double Oldest, double Newest)> _seen = [];
        private readonly List<(double Minute, double Megabytes)> _memory = [];
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _version;

        public async Task RunAsync(CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                var entry = Path.Combine(table, "_delta_log", _version.ToString("D20", CultureInfo.InvariantCulture) + ".json");
                if (File.Exists(entry))
                {
                    Read(entry);
                    _version++;
                    command.Refresh();
                    _memory.Add((Now, command.WorkingSet64 / 1e6));
                }
                else if (command.HasExited)
                {
                    throw new InvalidOperationException($"The run ended with {command.ExitCode}: {await command.StandardOutput.ReadToEndAsync(stop)}");
                }
                else
                {
                    await Task.Delay(5, CancellationToken.None);
                }
            }
        }

        public void Print()
        {
            Console.WriteLine("| minute | commits | newest message visible after s: median | p99 | oldest: median | p99 | resident MB |\n|---|---|---|---|---|---|---|");
            foreach (var minute in _seen.GroupBy(s => (int)s.Minute).OrderBy(g => g.Key))
            {
                var (newest, oldest) = (Sorted(minute.Select(s => s.Newest)), Sorted(minute.Select(s => s.Oldest)));
                Console.WriteLine($"| {minute.Key + 1} | {newest.Length} | {At(newest, 0.5):F3} | {At(newest, 0.99):F3} | {At(oldest, 0.5):F3} | {At(oldest, 0.99):F3} | {_memory.Where(m => (int)m.Minute == minute.Key).Max(m => m.Megabytes):F0} |");
            }

            Console.WriteLine($"\n{_version:N0} log entries.");
        }

        private double Now => Stopwatch.GetElapsedTime(_start).TotalMinutes;

        private void Read(string entry)
        {
            (double Oldest, double Newest)? ages = null;
            foreach (var line in File.ReadLines(entry))
            {
                using var action = JsonDocument.Parse(line);
                if (action.RootElement.TryGetProperty("txn", out var txn) && txn.GetProperty("appId").GetString()!.Split('/') is [.., Topic, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var partition))
                {
                    var to = txn.GetProperty("version").GetInt64();
                    if (arrivals.Take(partition, _positions[partition], to) is { } taken)
                    {
                        ages = (Math.Max(taken.Oldest, ages?.Oldest ?? 0), Math.Min(taken.Newest, ages?.Newest ?? double.MaxValue));
                    }

                    _positions[partition] = Math.Max(to, _positions[partition]);
                }
            }

            if (ages is { } all)
            {
                _seen.Add((Now, all.Oldest, all.Newest));
            }
        }

        private static double[] Sorted(IEnumerable<double> values) => [.. values.Order()];

        private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
