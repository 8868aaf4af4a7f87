using Streaming.Benchmarks.Corpora;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Topologies;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>How many real pages a core turns into main text, beside parsing them alone.</summary>
internal static class HtmlComparison
{
    /// <summary>Arguments: a folder of HTML pages, how many of them (3,000), rounds (5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var pages = PageFiles.Of(arguments[0], Argument.At(arguments, 1, 3_000)).Select(File.ReadAllText).ToList();
        var megabytes = pages.Sum(p => (double)System.Text.Encoding.UTF8.GetByteCount(p)) / 1e6;
        Console.WriteLine($"{pages.Count:N0} pages, {megabytes:F1} MB ({megabytes * 1e3 / pages.Count:F1} kB a page, median {Median(pages):F1} k characters); one thread. Processor time, the least of the rounds.\n");
        string[] names = ["AngleSharp's tree alone", "html_extract_mapper"];
        var seconds = await Effort.LeastAsync(
            Argument.At(arguments, 2, 5),
            () => Effort.OfAsync(() => ParseAsync(pages)),
            () => Effort.OfAsync(() => ExtractAsync(pages)));
        Console.WriteLine("| | processor s | pages/s of a core | MB/s of a core |\n|---|---|---|---|");
        for (var i = 0; i < names.Length; i++)
        {
            Console.WriteLine($"| {names[i]} | {seconds[i]:F3} | {pages.Count / seconds[i]:N0} | {megabytes / seconds[i]:F1} |");
        }
    }

    private static double Median(List<string> pages) => pages.Select(p => p.Length).Order().ElementAt(pages.Count / 2) / 1e3;

    private static Task ParseAsync(List<string> pages)
    {
        var parser = new AngleSharp.Html.Parser.HtmlParser();
        foreach (var page in pages)
        {
            using var document = parser.ParseDocument(page);
        }

        return Task.CompletedTask;
    }

    private static async Task ExtractAsync(List<string> pages)
    {
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, "html_extract_mapper")!;
        var mapper = (Operator)new OperatorSpec(entry.Name, entry.Implementation, Activator.CreateInstance(entry.OptionsType!), new(1, 1)).Create();
        for (var at = 0; at < pages.Count; at += 64)
        {
            var batch = new SampleBatch();
            for (var i = at; i < Math.Min(at + 64, pages.Count); i++)
            {
                batch.Samples.Add(new() { Id = $"{i}", Text = pages[i], Lineage = new(new("pages", "all"), i, [], "run") });
            }

            await mapper.ApplyAsync(batch);
            if (batch.DeadLetters.Count > 0)
            {
                throw new InvalidDataException(batch.DeadLetters[0].Error);
            }
        }
    }
}
