using Streaming.Operators.Deduplication.Bloom;
using Streaming.Testing;

namespace Streaming.Benchmarks.Deduplication;

/// <summary>Runs of words that a Bloom filter says it has seen though it has not, held against a set of them all.</summary>
internal static class BloomRates
{
    private const int Words = 112;
    private const int Runs = Words - 12;

    public static async Task RunAsync()
    {
        Console.WriteLine("## Bloom filter\n\n`bloom_deduplicator { m_bytes: 131072, k: 7, strict: true }`: 1,048,576 bits, runs of 13 random words, none of which comes twice. A run that was seen is always found (false negatives: 0).\n");
        Console.WriteLine("| runs in the filter | false positives | theory (1 - e^(-kn/m))^k |\n|---|---|---|");
        await using var driver = await OperatorDriver.OpenAsync(new BloomDeduplicator(new() { MBytes = 131_072, K = 7, Strict = true, DuplicateThreshold = 1 }));
        var random = new Random(52);
        var (before, wrong, asked) = (0L, 0L, 0L);
        foreach (var until in new[] { 50_000, 100_000, 150_000, 200_000 })
        {
            for (; before < until; before += Runs)
            {
                var batch = await driver.ApplyAsync(string.Join(' ', Enumerable.Range(0, Words).Select(_ => Word(random))));
                if (before >= until - 5_000)
                {
                    (wrong, asked) = (wrong + (long)batch.Samples[0].Stats["bloom_duplicate_shingles"]!, asked + Runs);
                }
            }

            Console.WriteLine($"| {until:N0} | {TextRates.Share(wrong, asked)} | {100 * Math.Pow(1 - Math.Exp(-7.0 * (until - 2_500) / (8 * 131_072)), 7):F2} % |");
            (wrong, asked) = (0, 0);
        }

        Console.WriteLine();
    }

    // Letters alone: the operator makes all numbers one.
    private static string Word(Random random) => new([.. Enumerable.Range(0, 12).Select(_ => (char)('a' + random.Next(26)))]);
}
