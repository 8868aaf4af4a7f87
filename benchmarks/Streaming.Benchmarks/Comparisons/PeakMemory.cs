using System.Diagnostics;
using System.Globalization;
using Streaming.Benchmarks.Corpora;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Peak resident memory of a process of its own for each budget and kind of trouble, held against 1.2 × budget + 150 MB.</summary>
internal static class PeakMemory
{
    private const string Steps = Pipeline.Filters + "\n  - document_deduplicator";

    /// <summary>
    /// Arguments: how many times the 330 MB corpus is read by the plain case (default 20; 82 is 100 × 256 MiB), runs of each case (1), a budget in MiB (0: 256, 512 and 1024), and what the
    /// cases' names begin with (all).
    /// </summary>
    public static async Task RunAsync(string[] arguments)
    {
        var web = await CorpusFiles.WebAsync(100_000);
        var large = CorpusFiles.Repeat(web, Argument.At(arguments, 0, 20));
        Case[] cases =
        [
            new("large input", large, Steps, "delta"),
            new("slow operator", web, Steps + "\n  - slow_mapper: { delay_ms: 10 }", "delta"),
            new("slow sink", web, Steps, "slow_parquet"),
            new("20 MB documents", await CorpusFiles.WithGiantsAsync(5_000), Steps, "delta"),
        ];
        var budget = Argument.At(arguments, 2, 0);
        var named = arguments.Length > 3 ? arguments[3] : "";
        Console.WriteLine("| budget | case | samples in | seconds | peak RSS MB, run by run | limit MB | held |\n|---|---|---|---|---|---|---|");
        foreach (var mebibytes in budget == 0 ? [256, 512, 1024] : new[] { budget })
        {
            foreach (var one in cases.Where(c => c.Name.StartsWith(named, StringComparison.Ordinal)))
            {
                await PrintAsync(mebibytes, one, Argument.At(arguments, 1, 1));
            }
        }
    }

    /// <summary>The measured process: runs the topology in a file, prints samples in, peak bytes, samples out, the run's seconds and the process's processor seconds.</summary>
    public static async Task RunCaseAsync(string[] arguments)
    {
        var report = await Pipeline.RunAsync(Pipeline.Read(await File.ReadAllTextAsync(arguments[0])), ownsProcess: true);
        using var self = Process.GetCurrentProcess();
        var (samples, seconds) = (report.Totals.Samples, report.Totals.Elapsed.TotalSeconds);
        Console.WriteLine($"{samples.In} {self.PeakWorkingSet64} {samples.Out} {seconds:F3} {self.TotalProcessorTime.TotalSeconds:F3}");
    }

    private static async Task PrintAsync(int budget, Case one, int runs)
    {
        var start = Stopwatch.GetTimestamp();
        var (samples, peaks) = ("", new List<double>());
        for (var run = 0; run < runs; run++)
        {
            (samples, var peak) = await MeasureAsync(budget, one);
            peaks.Add(peak);
        }

        var limit = (1.2 * budget * 1.048576) + 150;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / runs;
        Console.WriteLine($"| {budget} MiB | {one.Name} | {samples} | {seconds:F0} | {string.Join(", ", peaks.Select(p => $"{p:F0}"))} | {limit:F0} | {(peaks.Max() <= limit ? "yes" : "**no**")} |");
    }

    private static async Task<(string Samples, double PeakMegabytes)> MeasureAsync(int budget, Case one)
    {
        var topology = Workspace.At("memory-case.yaml");
        await File.WriteAllTextAsync(topology, Pipeline.Yaml(one.Corpus, one.Steps, Workspace.Fresh("out-memory"), one.Sink, $"{budget}MiB"));
        using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(PeakMemory).Assembly.Location, "compare", "memory-case", topology]) { RedirectStandardOutput = true })!;
        var figures = (await child.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1].Split(' ');
        await child.WaitForExitAsync();
        return (figures[0], long.Parse(figures[1], CultureInfo.InvariantCulture) / 1e6);
    }

    private sealed record Case(string Name, string Corpus, string Steps, string Sink);
}
