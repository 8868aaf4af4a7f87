using Streaming.Benchmarks.Corpora;
using Streaming.Runtime;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>What it costs to hold sources to their shares.</summary>
internal static class MixOverhead
{
    /// <summary>Arguments: documents (default 100,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var documents = Argument.At(arguments, 0, 100_000);
        var rounds = Argument.At(arguments, 1, 5);
        Decide();
        var corpus = await CorpusFiles.WebAsync(documents / 4);
        Console.WriteLine($"\n## Four sources of {documents / 4:N0} documents each through five filters into Parquet\n");
        await new Contest(rounds)
            .Add("turns of 64, no mix", () => RunAsync(corpus, ""))
            .Add("mix, equal weights", () => RunAsync(corpus, "mix: { weights: { a: 1, b: 1, c: 1, d: 1 } }"))
            .Add("mix, 0.6 0.25 0.1 0.05", () => RunAsync(corpus, "mix: { weights: { a: 0.6, b: 0.25, c: 0.1, d: 0.05 } }"))
            .Add("the same in bytes", () => RunAsync(corpus, "mix: { unit: bytes, weights: { a: 0.6, b: 0.25, c: 0.1, d: 0.05 } }"))
            .Add("the same in tokens (words)", () => RunAsync(corpus, "mix: { unit: tokens, weights: { a: 0.6, b: 0.25, c: 0.1, d: 0.05 } }"))
            .RunAsync(documents, "documents");
    }

    private static void Decide()
    {
        Console.WriteLine("| sources | decisions | ns a decision |\n|---|---|---|");
        foreach (var sources in new[] { 2, 4, 10, 50 })
        {
            var turns = new FairShares([.. Enumerable.Range(1, sources).Select(i => (long)i * i)]);
            var ones = Enumerable.Repeat(1L, sources).ToArray();
            var (decisions, start) = (2_000_000, System.Diagnostics.Stopwatch.GetTimestamp());
            for (var i = 0; i < decisions; i++)
            {
                turns.Took(turns.Next(ones), 1);
            }

            Console.WriteLine($"| {sources} | {decisions:N0} | {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalNanoseconds / decisions:F0} |");
        }
    }

    private static Task RunAsync(string corpus, string mix)
    {
        var source = $"{{ parquet: {{ path: {corpus} }} }}";
        return Pipeline.RunAsync(Pipeline.Read($$"""
            name: benchmark
            seed: 17
            memory: 1GiB
            sources: { a: {{source}}, b: {{source}}, c: {{source}}, d: {{source}} }
            {{mix}}
            steps:
            {{Pipeline.Filters}}
            sink: { parquet: { path: {{Workspace.Fresh("out-mix")}} } }
            rejects: off
            """));
    }
}
