using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Feed.Runs;
using Streaming.Runtime;

namespace Streaming.Benchmarks.Watching;

/// <summary>What it costs a run that examples and figures are kept of it, beside the same run of which nothing is kept.</summary>
internal static class WatchCost
{
    /// <summary>Arguments: documents (default 40,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var documents = Argument.At(arguments, 0, 40_000);
        var corpus = await CorpusFiles.WebAsync(documents);
        await new Contest(Argument.At(arguments, 1, 5))
            .Add("nothing is kept", () => OnceAsync(corpus, isWatched: false))
            .Add("examples and figures are kept", () => OnceAsync(corpus, isWatched: true))
            .RunAsync(documents, "documents");
    }

    private static async Task OnceAsync(string corpus, bool isWatched)
    {
        var output = Workspace.At("watched");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        await using var plan = await Planner.PlanAsync(Pipeline.Read(Pipeline.Yaml(corpus, Pipeline.Filters, output, "delta")));
        var live = isWatched ? new LiveRun(plan, TimeProvider.System) : null;
        var report = await Run.ExecuteAsync(plan, new() { Progress = live }, default);
        if (report.Error is { } error)
        {
            throw new InvalidOperationException(error.Message);
        }
    }
}
