namespace Streaming.Benchmarks.Deduplication;

/// <summary>How often each deduplicator is wrong, held against brute force. Everything is drawn from seeds: the same figures each time.</summary>
internal static class DedupRates
{
    /// <summary>Argument: pairs of texts (20,000).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        TextRates.Run(Comparisons.Argument.At(arguments, 0, 20_000));
        await BloomRates.RunAsync();
        ImageRates.Run();
        await SemanticRates.RunAsync();
    }
}
