using Streaming.Benchmarks.Corpora;
using Streaming.Operators.Packing;
using Streaming.Samples;
using Streaming.Tokenizers;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>What packing adds to tokenising.</summary>
internal static class TokenizeAndPack
{
    private const int MaxTokens = 4096;

    /// <summary>Arguments: a tokenizer (default cl100k_base), documents (default 40,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var tokenizer = TokenizerFile.Load(arguments.ElementAtOrDefault(0) ?? "cl100k_base");
        var prose = new Prose(17);
        var samples = Enumerable.Range(0, Argument.At(arguments, 1, 40_000)).Select(i => new Sample { Id = $"d{i}", Text = prose.Document(i), Lineage = new(new("s", "s"), i, [], "r") }).ToArray();
        Console.WriteLine($"{samples.Length:N0} documents, {samples.Sum(s => (long)s.Text.Length) >> 20} Mi characters, into packs of {MaxTokens}, one thread\n");
        await new Contest(Argument.At(arguments, 2, 5))
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

        SampleBatch last;
        do
        {
            last = new();
            await packer.FinishAsync(last);
        }
        while (last.Samples.Count > 0);
    }
}
