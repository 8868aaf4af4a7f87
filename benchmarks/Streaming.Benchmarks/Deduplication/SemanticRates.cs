using System.Diagnostics;
using System.Numerics.Tensors;
using Streaming.Operators.Deduplication.Semantic;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Benchmarks.Deduplication;

/// <summary>Vectors around many directions: duplicates that the clusters hide from <c>semantic_deduplicator</c>, held against every pair.</summary>
internal static class SemanticRates
{
    private const int Count = 12_000;
    private const int Dimensions = 128;
    private const float Threshold = 0.95f;

    public static async Task RunAsync()
    {
        var stream = Stream();
        var truth = Duplicates(stream);
        Console.WriteLine($"## Vectors\n\n{Count:N0} vectors of {Dimensions} numbers around 400 topics, one in three a near copy of an earlier one; threshold {Threshold}, 256 clusters. Brute force (a sample is held against every kept one) rejects {truth.Count:N0}.\n");
        Console.WriteLine("| num_probes | missed duplicates (false negatives) | rejected without one (false positives) | µs a sample |\n|---|---|---|---|");
        foreach (var probes in new[] { 1, 2, 4, 8, 256 })
        {
            await using var driver = await OperatorDriver.OpenAsync(new SemanticDeduplicator(new() { NumProbes = probes, CosineThreshold = Threshold, MaxVectors = Count }));
            var watch = Stopwatch.StartNew();
            foreach (var batch in stream.Chunk(64))
            {
                await driver.ApplyAsync(batch);
            }

            var rejected = driver.Rejected.Select(r => r.Sample.Id).ToHashSet();
            Console.WriteLine($"| {probes} | {TextRates.Share(truth.Count(t => !rejected.Contains(t)), truth.Count)} | {TextRates.Share(rejected.Count(r => !truth.Contains(r)), Count - truth.Count)} | {watch.Elapsed.TotalMicroseconds / Count:F1} |");
        }
    }

    private static HashSet<string> Duplicates(Sample[] stream)
    {
        var (kept, found) = (new List<float[]>(), new HashSet<string>());
        foreach (var sample in stream)
        {
            var vector = EmbeddingColumn.UnitOf(sample, "embedding")!;
            if (kept.Any(k => TensorPrimitives.Dot<float>(k, vector) >= Threshold))
            {
                found.Add(sample.Id);
            }
            else
            {
                kept.Add(vector);
            }
        }

        return found;
    }

    private static Sample[] Stream()
    {
        var random = new Random(54);
        var topics = Enumerable.Range(0, 400).Select(_ => Direction(random)).ToArray();
        var vectors = new List<float[]>();
        while (vectors.Count < Count)
        {
            var (near, spread) = vectors.Count > 100 && random.Next(3) == 0 ? (vectors[random.Next(vectors.Count)], 0.45f * random.NextSingle()) : (topics[random.Next(topics.Length)], 0.9f);
            var noise = Direction(random);
            vectors.Add([.. near.Select((v, d) => v + (spread * noise[d]))]);
        }

        return [.. vectors.Select((v, i) =>
        {
            var sample = Some.Sample("", position: i);
            sample.Meta["embedding"] = v;
            return sample;
        })];
    }

    private static float[] Direction(Random random)
    {
        float[] numbers = [.. Enumerable.Range(0, Dimensions).Select(_ => (float)Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * (float)Math.Cos(2 * Math.PI * random.NextDouble()))];
        TensorPrimitives.Divide(numbers, TensorPrimitives.Norm<float>(numbers), numbers);
        return numbers;
    }
}
