using System.Diagnostics;
using Streaming.Benchmarks.Corpora;
using Streaming.Topologies;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>From the start of a run on a table of many small commits to its first new commit.</summary>
internal static class Restart
{
    /// <summary>Arguments: files (default 10,000), rows a file (default 100), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (files, rows, rounds) = (Argument.At(arguments, 0, 10_000), Argument.At(arguments, 1, 100), Argument.At(arguments, 2, 5));
        var corpus = await CorpusFiles.ShortAsync((files + (10 * rounds)) * 2 * rows);
        var output = Workspace.Fresh("out-restart");
        var start = Stopwatch.GetTimestamp();
        var built = await Pipeline.RunAsync(Read(corpus, output, rows), maxEpochs: files);
        Console.WriteLine($"Table built in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s: {built.Totals.Samples.Out:N0} rows in {built.Totals.Epochs:N0} commits and {Directory.GetFiles(output, "*.parquet", SearchOption.AllDirectories).Length:N0} files.\n");

        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            start = Stopwatch.GetTimestamp();
            await Pipeline.RunAsync(Read(corpus, output, rows), maxEpochs: 1);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        var (min, median) = Times.Of(seconds);
        Console.WriteLine($"Topology read to first commit drained: {seconds[0]:F3} s the first time, {min:F3} s min, {median:F3} s median.");
    }

    private static TopologySpec Read(string corpus, string output, int rows) => Pipeline.Read(Pipeline.Yaml(
        corpus, "  - text_length_filter", output, "delta", epoch: $"epoch: {{ samples: {rows} }}"));
}
