using Streaming.Benchmarks.Corpora;
using Streaming.Topologies;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Whether ten times the input takes ten times as long: filters, exact deduplication and packing.</summary>
internal static class LinearTime
{
    private const string Steps = Pipeline.Filters + """

          - document_deduplicator
          - sequence_packer: { tokenizer: cl100k_base, max_tokens: 4096 }
        """;

    /// <summary>Arguments: documents of the smaller input (default 20,000), rounds (default 3).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var documents = Argument.At(arguments, 0, 20_000);
        var (small, large) = (await CorpusFiles.WebAsync(documents), await CorpusFiles.WebAsync(10 * documents));
        var times = await new Contest(Argument.At(arguments, 1, 3))
            .Add($"{documents:N0} documents", () => Pipeline.RunAsync(Read(small)))
            .Add($"{10 * documents:N0} documents", () => Pipeline.RunAsync(Read(large)))
            .RunAsync(documents, "documents of the smaller input");
        Console.WriteLine($"Time of the larger ÷ 10 × time of the smaller: {times[1].Min / (10 * times[0].Min):F3} (min), {times[1].Median / (10 * times[0].Median):F3} (median).");
    }

    private static TopologySpec Read(string corpus) => Pipeline.Read(Pipeline.Yaml(corpus, Steps, Workspace.Fresh("out-linear"), "delta"));
}
