using System.Numerics.Tensors;

namespace Streaming.Cli.Analysis.Diversity;

/// <summary>Vectors of length 1 in groups by their direction: spherical k-means with the start of k-means++ (Arthur and Vassilvitskii 2007), a fixed seed.</summary>
internal static class Clusters
{
    private const int Rounds = 25;

    /// <summary>The group of each vector, and each vector's cosine with its group's centre. Groups are numbered by size, the largest first.</summary>
    public static (int[] Groups, float[] Cosines) Of(IReadOnlyList<float[]> vectors, int count)
    {
        var centres = Start(vectors, count);
        var (groups, cosines) = (new int[vectors.Count], new float[vectors.Count]);
        for (var round = 0; round < Rounds; round++)
        {
            if (!Assign(vectors, centres, groups, cosines))
            {
                break;
            }

            Move(vectors, groups, centres);
        }

        return (BySize(groups, count), cosines);
    }

    private static float[][] Start(IReadOnlyList<float[]> vectors, int count)
    {
        var random = new Random(17);
        var centres = new List<float[]> { vectors[random.Next(vectors.Count)] };
        var distances = Enumerable.Repeat(double.PositiveInfinity, vectors.Count).ToArray();
        while (centres.Count < count)
        {
            for (var i = 0; i < distances.Length; i++)
            {
                distances[i] = Math.Min(distances[i], Math.Max(0, 1 - TensorPrimitives.Dot<float>(vectors[i], centres[^1])));
            }

            var (left, next) = (random.NextDouble() * distances.Sum(), 0);
            while (next < distances.Length - 1 && (left -= distances[next]) > 0)
            {
                next++;
            }

            centres.Add(vectors[next]);
        }

        return [.. centres.Select(c => (float[])c.Clone())];
    }

    private static bool Assign(IReadOnlyList<float[]> vectors, float[][] centres, int[] groups, float[] cosines)
    {
        var hasMoved = false;
        for (var i = 0; i < vectors.Count; i++)
        {
            var (best, most) = (0, float.NegativeInfinity);
            for (var c = 0; c < centres.Length; c++)
            {
                var cosine = TensorPrimitives.Dot<float>(vectors[i], centres[c]);
                (best, most) = cosine > most ? (c, cosine) : (best, most);
            }

            hasMoved |= groups[i] != best || cosines[i] == 0;
            (groups[i], cosines[i]) = (best, most);
        }

        return hasMoved;
    }

    private static void Move(IReadOnlyList<float[]> vectors, int[] groups, float[][] centres)
    {
        foreach (var centre in centres)
        {
            Array.Clear(centre);
        }

        for (var i = 0; i < vectors.Count; i++)
        {
            TensorPrimitives.Add(centres[groups[i]], vectors[i], centres[groups[i]]);
        }

        foreach (var centre in centres)
        {
            Embeddings.Vector.Normalize(centre);
        }
    }

    private static int[] BySize(int[] groups, int count)
    {
        var order = Enumerable.Range(0, count).OrderByDescending(g => groups.Count(x => x == g)).ToList();
        return [.. groups.Select(g => order.IndexOf(g))];
    }
}
