using System.Diagnostics;
using System.Globalization;
using Streaming.Benchmarks.Corpora;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>
/// Recipes that peers were measured with, on texts of Debian's documentation packages, each in a process of its own. The peers need Python and are not run here: their figures are
/// those of benchmarks/peers/README.md.
/// </summary>
internal static class DocsPeers
{
    private const string Cleaning = """
          - fix_unicode_mapper
          - whitespace_normalization_mapper
          - clean_links_mapper
          - clean_email_mapper
          - text_length_filter: { min_len: 100, max_len: 100000 }
          - words_num_filter: { min_num: 20, max_num: 20000 }
          - alphanumeric_filter: { min_ratio: 0.6 }
          - special_characters_filter: { max_ratio: 0.35 }
          - character_repetition_filter: { max_ratio: 0.2 }
          - word_repetition_filter: { max_ratio: 0.3 }
          - average_line_length_filter
          - maximum_line_length_filter
          - document_minhash_deduplicator
        """;

    private const string Filters = """
          - text_length_filter: { min_len: 100, max_len: 100000 }
          - words_num_filter: { min_num: 20, max_num: 20000 }
          - alphanumeric_filter: { min_ratio: 0.6 }
        """;

    private static readonly Case[] Cases =
    [
        new("Data-Juicer's recipe, MinHash included", "part", Cleaning, "Data-Juicer 1.6.1, np=2", 169),
        new("MinHash from texts to survivors", "part", "  - document_minhash_deduplicator", "rensa 0.5.0 with its shingling", 20_000 / 4.7),
        new("three filters", "all", Filters, "Polars 2.1, 2 threads", 15_700),
    ];

    /// <summary>Arguments: the folder that scripts/fetch-docs-corpus.sh filled, rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || !Directory.Exists(arguments[0]))
        {
            throw new ArgumentException("compare docs-peers FOLDER [rounds]: run scripts/fetch-docs-corpus.sh, and name the folder that it filled.");
        }

        await PrepareAsync(Path.GetFullPath(arguments[0]));
        Console.WriteLine("| recipe | documents in | kept | s, least / median | documents/s (best) | processor s | peak RSS MB | peer | its documents/s | ratio |\n|---|---|---|---|---|---|---|---|---|---|");
        foreach (var one in Cases)
        {
            await PrintAsync(one, Argument.At(arguments, 1, 5));
        }
    }

    // The texts of the pages, all and about 20,000 of them. Made once.
    private static async Task PrepareAsync(string pages)
    {
        foreach (var (name, steps) in new[] { ("all", ""), ("part", "\n  - sampler_filter: { rate: 0.4025 }") })
        {
            var folder = Workspace.At($"docs-{name}");
            if (!Directory.Exists(folder))
            {
                var yaml = Pipeline.Yaml(pages, "  - clean_html_mapper\n  - text_length_filter: { min_len: 1 }" + steps, folder + ".part")
                    .Replace("parquet: { path: " + pages + " }", $"files: {{ path: {pages}, include: \"**/*.html\" }}", StringComparison.Ordinal);
                await Pipeline.RunAsync(Pipeline.Read(yaml));
                Directory.Move(folder + ".part", folder);
            }
        }
    }

    private static async Task PrintAsync(Case one, int rounds)
    {
        var yaml = Workspace.At("docs-case.yaml");
        await File.WriteAllTextAsync(yaml, Pipeline.Yaml(Workspace.At($"docs-{one.Corpus}"), one.Steps, Workspace.At("out-docs"), "delta"));
        var runs = new List<double[]>();
        for (var round = 0; round < rounds; round++)
        {
            Workspace.Fresh("out-docs");
            runs.Add(await MeasureAsync(yaml));
        }

        var best = runs.MinBy(r => r[3])!;
        var median = runs.Select(r => r[3]).Order().ElementAt(rounds / 2);
        var rate = best[0] / best[3];
        Console.WriteLine(
            $"| {one.Name} | {best[0]:N0} | {best[2]:N0} | {best[3]:F2} / {median:F2} | {rate:N0} | {runs.Min(r => r[4]):F1} | {runs.Max(r => r[1]) / 1e6:F0} | {one.Peer} | {one.PeerRate:N0} | {rate / one.PeerRate:F1} |");
    }

    private static async Task<double[]> MeasureAsync(string yaml)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(DocsPeers).Assembly.Location, "compare", "memory-case", yaml]) { RedirectStandardOutput = true })!;
        var said = (await child.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1];
        await child.WaitForExitAsync();
        return [.. said.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }

    private sealed record Case(string Name, string Corpus, string Steps, string Peer, double PeerRate);
}
