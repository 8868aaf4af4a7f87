using System.Diagnostics;
using System.Diagnostics.Metrics;
using Streaming.Benchmarks.Corpora;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Commit time and memory over a great many small epochs: with log checkpoints and compaction they stay as they are.</summary>
internal static class ManyEpochs
{
    private const int Samples = 20;

    private const string Steps = """
          - text_length_filter: { min_len: 20 }
          - document_deduplicator
        """;

    /// <summary>Arguments: epochs (default 10,000).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var epochs = Argument.At(arguments, 0, 10_000);
        var corpus = await CorpusFiles.ShortAsync(epochs * Samples);
        var table = Workspace.Fresh("out-epochs");
        var yaml = Pipeline.Yaml(corpus, Steps, table, "delta", "256MiB", $"epoch: {{ samples: {Samples} }}").Replace($"path: {table}", $"path: {table}, compact: {{ min_files: 16, target_bytes: 128MiB }}", StringComparison.Ordinal);
        using var commits = new CommitTimes();
        var start = Stopwatch.GetTimestamp();
        await Pipeline.RunAsync(Pipeline.Read(yaml), ownsProcess: true);
        var log = Path.Combine(table, "_delta_log");
        Console.WriteLine($"{commits.Count:N0} epochs of {Samples} samples in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, a filter and a deduplicator, compaction on: {Directory.GetFiles(log, "*.json").Length:N0} log entries, {Directory.GetFiles(log, "*.checkpoint.parquet").Length} checkpoints.\n");
        commits.Print();
    }

    /// <summary>What the engine's meter says of each commit.</summary>
    private sealed class CommitTimes : IDisposable
    {
        private readonly MeterListener _listener = new() { InstrumentPublished = (instrument, listener) => Listen(instrument, listener) };
        private readonly List<(double Seconds, double Megabytes)> _seen = [];

        public CommitTimes()
        {
            _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => _seen.Add((seconds, _seen.Count % 50 == 0 ? Environment.WorkingSet / 1e6 : 0)));
            _listener.Start();
        }

        public int Count => _seen.Count;

        public void Print()
        {
            Console.WriteLine("| epochs | commit ms: median | p99 | resident MB |\n|---|---|---|---|");
            var first = 1;
            foreach (var part in _seen.Chunk(Math.Max(1, _seen.Count / 10)))
            {
                var sorted = part.Select(p => p.Seconds * 1e3).Order().ToArray();
                Console.WriteLine($"| {first:N0} to {first + part.Length - 1:N0} | {sorted[sorted.Length / 2]:F1} | {sorted[(int)(sorted.Length * 0.99)]:F1} | {part.Max(p => p.Megabytes):F0} |");
                first += part.Length;
            }
        }

        public void Dispose() => _listener.Dispose();

        private static void Listen(Instrument instrument, MeterListener listener)
        {
            if (instrument.Name == "streaming.commit.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        }
    }
}
