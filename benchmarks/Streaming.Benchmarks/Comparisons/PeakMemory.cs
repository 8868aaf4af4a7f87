using System.Diagnostics;
using System.Globalization;
using Streaming.Benchmarks.Corpora;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Peak resident memory of a process of its own for each budget and kind of trouble, held against 1.2 × budget + 150 MB.</summary>
internal static class PeakMemory
{
    private const string Steps = Pipeline.Filters + "\n  - document_deduplicator";

    /// <summary>Arguments: how many times the 330 MB corpus is read by the plain case (default 20; 80 is 100 × 256 MiB).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var web = await CorpusFiles.WebAsync(100_000);
        var large = CorpusFiles.Repeat(web, Argument.At(arguments, 0, 20));
        var giants = await CorpusFiles.WithGiantsAsync(5_000);
        Console.WriteLine("| budget | case | samples in | seconds | peak RSS MB | limit MB | held |\n|---|---|---|---|---|---|---|");
        foreach (var budget in new[] { 256, 512, 1024 })
        {
            await PrintAsync(budget, "large input", large, Steps, "delta");
            await PrintAsync(budget, "slow operator", web, Steps + "\n  - slow_mapper: { delay_ms: 10 }", "delta");
            await PrintAsync(budget, "slow sink", web, Steps, "slow_parquet");
            await PrintAsync(budget, "20 MB documents", giants, Steps, "delta");
        }
    }

    /// <summary>The measured process: runs the topology in a file, prints samples and peak bytes.</summary>
    public static async Task RunCaseAsync(string[] arguments)
    {
        var report = await Pipeline.RunAsync(Pipeline.Read(await File.ReadAllTextAsync(arguments[0])), ownsProcess: true);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine($"{report.Totals.Samples.In} {self.PeakWorkingSet64}");
    }

    private static async Task PrintAsync(int budget, string name, string corpus, string steps, string sink)
    {
        var topology = Workspace.At("memory-case.yaml");
        await File.WriteAllTextAsync(topology, Pipeline.Yaml(corpus, steps, Workspace.Fresh("out-memory"), sink, $"{budget}MiB"));
        var start = Stopwatch.GetTimestamp();
        using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(PeakMemory).Assembly.Location, "compare", "memory-case", topology]) { RedirectStandardOutput = true })!;
        var figures = (await child.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1].Split(' ');
        await child.WaitForExitAsync();
        var peak = long.Parse(figures[1], CultureInfo.InvariantCulture) / 1e6;
        var limit = (1.2 * budget * 1.048576) + 150;
        Console.WriteLine($"| {budget} MiB | {name} | {figures[0]} | {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} | {peak:F0} | {limit:F0} | {(peak <= limit ? "yes" : "**no**")} |");
    }
}
