using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Deduplication.SimHash;
using Streaming.Testing;

namespace Streaming.Benchmarks.Deduplication;

/// <summary>Pairs of texts whose true Jaccard similarity is known: which of them MinHash and SimHash say are near.</summary>
internal static class TextRates
{
    private const int Words = 200;
    private const int Bins = 10;

    public static void Run(int pairs)
    {
        var minhash = new DocumentMinhashDeduplicator(new() { Hash = ShingleHashing.Xxh3 });
        var simhash = new DocumentSimhashDeduplicator(new());
        var (counts, found, theory, near) = (new int[Bins + 1], new int[Bins + 1], new double[Bins + 1], new int[Bins + 1]);
        var random = new Random(50);
        for (var pair = 0; pair < pairs; pair++)
        {
            // Each of five words of a shingle has to stay: similarities from 0 to 1.
            var (one, other) = Pair(random, 0.12 * random.NextDouble());
            var jaccard = Jaccard(one, other);
            var (a, b) = (Sample(one), Sample(other));
            var bin = (int)(jaccard * Bins);
            counts[bin]++;
            found[bin] += minhash.HashesOf(a).Zip(minhash.HashesOf(b)).Any(bands => bands.First.AsSpan().SequenceEqual(bands.Second)) ? 1 : 0;
            theory[bin] += 1 - Math.Pow(1 - Math.Pow(jaccard, minhash.Shape.Rows), minhash.Shape.Bands);
            near[bin] += Distance(simhash, a, b) <= 4 ? 1 : 0;
        }

        Console.WriteLine($"## Texts\n\n{pairs:N0} pairs of {Words} random words and an edited copy, shingles of 5 words (SimHash: 6). MinHash: default options, {minhash.Shape.Bands} bands of {minhash.Shape.Rows} rows (threshold 0.7). SimHash: at most 4 bits.\n");
        Console.WriteLine("| true Jaccard | pairs | MinHash finds | theory 1 - (1 - s^r)^b | SimHash finds |\n|---|---|---|---|---|");
        for (var bin = 0; bin <= Bins; bin++)
        {
            if (counts[bin] > 0)
            {
                Console.WriteLine($"| {(bin == Bins ? "1" : $"{bin / 10.0:F1} – {(bin + 1) / 10.0:F1}")} | {counts[bin]:N0} | {Share(found[bin], counts[bin])} | {100 * theory[bin] / counts[bin]:F2} % | {Share(near[bin], counts[bin])} |");
            }
        }

        var (below, above) = (counts[..7].Sum(), counts[7..].Sum());
        Console.WriteLine($"\nAt the threshold 0.7: MinHash false positives {Share(found[..7].Sum(), below)} of {below:N0} pairs below it, false negatives {Share(above - found[7..].Sum(), above)} of {above:N0} pairs at or above it.");
        Console.WriteLine($"Against its own definition (at most 4 of 64 bits) SimHash finds every pair: false negatives {SimHashMisses(simhash)} of a stream held against brute force.\n");
    }

    public static string Share(long part, long all) => all == 0 ? "–" : $"{100.0 * part / all:F2} %";

    private static string SimHashMisses(DocumentSimhashDeduplicator signer) => SimHashMissesAsync(signer).GetAwaiter().GetResult();

    private static async Task<string> SimHashMissesAsync(DocumentSimhashDeduplicator signer)
    {
        var random = new Random(51);
        var texts = new List<string>();
        while (texts.Count < 3_000)
        {
            var (one, other) = Pair(random, 0.01 * random.NextDouble());
            texts.AddRange([one, other]);
        }

        var samples = texts.Select((t, i) => Some.Sample(t, position: i)).ToList();
        await using var driver = await OperatorDriver.OpenAsync(new DocumentSimhashDeduplicator(new()), memoryLimit: 1 << 20);
        await driver.ApplyAsync(samples);
        var kept = driver.Out.Select(s => s.Id).ToHashSet();
        var hashes = samples.ConvertAll(s => BitConverter.ToUInt64(signer.HashesOf(s)[0]));
        var wrong = samples.Where((s, i) => kept.Contains(s.Id) == hashes.Take(i).Any(h => ulong.PopCount(h ^ hashes[i]) <= 4)).Count();
        return $"and false positives {wrong} in {samples.Count:N0} texts ({samples.Count - kept.Count:N0} rejected)";
    }

    private static ulong Distance(DocumentSimhashDeduplicator simhash, Streaming.Samples.Sample a, Streaming.Samples.Sample b) =>
        ulong.PopCount(BitConverter.ToUInt64(simhash.HashesOf(a)[0]) ^ BitConverter.ToUInt64(simhash.HashesOf(b)[0]));

    private static Streaming.Samples.Sample Sample(string text) => Some.Sample(text);

    private static (string One, string Other) Pair(Random random, double rate)
    {
        string[] words = [.. Enumerable.Range(0, Words).Select(_ => Word(random))];
        return (string.Join(' ', words), string.Join(' ', words.Select(w => random.NextDouble() < rate ? Word(random) : w)));
    }

    private static double Jaccard(string one, string other)
    {
        var (a, b) = (ShinglesOf(one), ShinglesOf(other));
        var common = a.Count(b.Contains);
        return (double)common / (a.Count + b.Count - common);
    }

    private static HashSet<string> ShinglesOf(string text)
    {
        var words = text.Split(' ');
        return [.. Enumerable.Range(0, words.Length - 4).Select(i => string.Join(' ', words[i..(i + 5)]))];
    }

    private static string Word(Random random) => $"w{random.Next(100_000)}";
}
