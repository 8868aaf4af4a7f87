using Streaming.Benchmarks.Corpora;
using Streaming.Operators.Packing;
using Streaming.Samples;
using Streaming.Tokenizers;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>How fast documents are packed and how well packs are filled; what packing adds to tokenising.</summary>
internal static class PackingComparison
{
    private const int MaxTokens = 4096;

    /// <summary>Arguments: a tokenizer (default cl100k_base).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var lengths = Lengths(1_000_000);
        await PackAloneAsync(lengths);
        PrintFill(lengths);
        await TokeniseAsync(TokenizerFile.Load(arguments.ElementAtOrDefault(0) ?? "cl100k_base"));
    }

    private static int[] Lengths(int count)
    {
        var random = new Random(17);
        return [.. Enumerable.Range(0, count).Select(_ => LogNormal.Next(random, 400, 1.2))];
    }

    private static async Task PackAloneAsync(int[] lengths)
    {
        Console.WriteLine($"## {lengths.Length:N0} documents of log-normal lengths (median 400 tokens, sigma 1.2, mean {lengths.Average():F0}) into packs of {MaxTokens}\n");
        var whole = Array.ConvertAll(lengths, length => Math.Min(length, MaxTokens));
        await new Contest(5)
            .Add("best fit alone, all at once", () => new BestFitPacking(MaxTokens).Pack(whole, new int[whole.Length]))
            .Add("best fit alone, windows of 4,096", () => PackByWindow(whole))
            .RunAsync(lengths.Length, "documents");
        lengths = lengths[..(lengths.Length / 5)];
        Console.WriteLine($"The same with the rows of the table made, {lengths.Length:N0} documents:\n");
        await new Contest(5)
            .Add("concatenated", () => Fill(lengths, new ConcatenatingWindow(MaxTokens)))
            .Add("best fit", () => Fill(lengths, new BestFitWindow(MaxTokens, 4096, 0.99)))
            .RunAsync(lengths.Length, "documents");
    }

    private static void PackByWindow(int[] lengths)
    {
        var packing = new BestFitPacking(MaxTokens);
        var binOf = new int[4096];
        for (var from = 0; from < lengths.Length; from += binOf.Length)
        {
            var window = lengths.AsSpan(from, Math.Min(binOf.Length, lengths.Length - from));
            packing.Pack(window, binOf.AsSpan(0, window.Length));
        }
    }

    private static void PrintFill(int[] lengths)
    {
        Console.WriteLine("| window | min_fill | packs | fill | documents cut |\n|---|---|---|---|---|");
        foreach (var (documents, minFill) in new[] { (256, 0.99), (1024, 0.99), (4096, 0.0), (4096, 0.98), (4096, 0.99), (4096, 0.995), (4096, 0.999), (16384, 0.99) })
        {
            Print($"best_fit {documents:N0} | {minFill}", Fill(lengths, new BestFitWindow(MaxTokens, documents, minFill)));
        }

        Print("concatenate | –", Fill(lengths, new ConcatenatingWindow(MaxTokens)));
        Console.WriteLine();
    }

    private static void Print(string name, PackingWindow window) =>
        Console.WriteLine($"| {name} | {window.PacksOut:N0} | {window.TokensOut / (double)(window.PacksOut * MaxTokens):P3} | {window.Truncated:N0} |");

    private static PackingWindow Fill(int[] lengths, PackingWindow window)
    {
        var tokens = new int[lengths.Max()];
        var packs = new List<Sample>();
        for (var i = 0; i < lengths.Length; i++)
        {
            window.Add(new() { SampleId = "d", Lineage = new(new("s", "s"), i, [], "r"), Sequence = i, Tokens = tokens.AsMemory(0, lengths[i]) }, packs);
            packs.Clear();
        }

        window.Flush(packs);
        return window;
    }

    private static async Task TokeniseAsync(ITokenizer tokenizer)
    {
        var prose = new Prose(17);
        var samples = Enumerable.Range(0, 10_000).Select(i => new Sample { Id = $"d{i}", Text = prose.Document(i), Lineage = new(new("s", "s"), i, [], "r") }).ToArray();
        Console.WriteLine($"## Tokenising {samples.Length:N0} documents, {samples.Sum(s => (long)s.Text.Length) >> 20} Mi characters, one thread\n");
        await new Contest(5)
            .Add("tokenising alone", () => Array.ForEach(samples, s => tokenizer.Encode(s.Text)))
            .Add("tokenising and packing", () => PackAsync(samples, tokenizer))
            .RunAsync(samples.Length, "documents");
    }

    private static async Task PackAsync(Sample[] samples, ITokenizer tokenizer)
    {
        await using var packer = new SequencePacker(new() { Tokenizer = "", MaxTokens = MaxTokens }, tokenizer);
        foreach (var batch in samples.Chunk(64).Select(chunk => new SampleBatch { Samples = [.. chunk] }).Append(new()))
        {
            packer.Prepare(batch);
            await packer.ApplyAsync(batch);
        }

        await packer.FinishAsync(new());
    }
}
