using Streaming.Benchmarks.Corpora;
using Streaming.Operators.Packing;
using Streaming.Samples;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>How fast documents are packed and how well packs are filled.</summary>
internal static class PackingComparison
{
    private const int MaxTokens = 4096;

    /// <summary>Arguments: documents (default 1,000,000).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var lengths = Lengths(Argument.At(arguments, 0, 1_000_000));
        await PackAloneAsync(lengths);
        PrintFill(lengths);
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
            window.Add(new("d", new(new("s", "s"), i, [], "r"), i, default, tokens.AsMemory(0, lengths[i]), default, null), packs);
            packs.Clear();
        }

        do
        {
            packs.Clear();
            window.Finish(packs);
        }
        while (packs.Count > 0);

        return window;
    }
}
