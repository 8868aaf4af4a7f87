using System.Numerics.Tensors;

namespace Streaming.Operators.Vectors;

/// <summary>Groups vectors of length one around centres by cosine: k-means with seeded starts (k-means++), trained on a part where there are many, and the same for the same input.</summary>
internal sealed class SphericalMeans
{
    private const int TrainedEachCluster = 256;
    private const int Rounds = 12;

    private readonly float[][] _centres;

    private SphericalMeans(float[][] centres) => _centres = centres;

    /// <summary>The number of clusters; fewer than asked for where there are fewer vectors.</summary>
    public int Count => _centres.Length;

    /// <summary>Trains on vectors of length one.</summary>
    public static SphericalMeans Train(IReadOnlyList<float[]> vectors, int clusters, ulong seed)
    {
        var used = vectors.ToArray();
        var random = new Random((int)(seed ^ (seed >> 32)));
        var most = (long)clusters * TrainedEachCluster;
        if (used.Length > most)
        {
            random.Shuffle(used);
            used = used[..(int)most];
        }

        var means = new SphericalMeans(Start(used, Math.Min(clusters, used.Length), random));
        for (var round = 0; round < Rounds && means.Move(used); round++)
        {
        }

        return means;
    }

    /// <summary>The cluster of a vector, and its cosine to the centre.</summary>
    public (int Cluster, float Cosine) Of(ReadOnlySpan<float> vector)
    {
        var (best, most) = (0, float.NegativeInfinity);
        for (var i = 0; i < _centres.Length; i++)
        {
            var cosine = TensorPrimitives.Dot(vector, _centres[i]);
            if (cosine > most)
            {
                (best, most) = (i, cosine);
            }
        }

        return (best, most);
    }

    // Each next start is the best of some that are drawn with the square of their distance to those there are.
    private static float[][] Start(float[][] vectors, int clusters, Random random)
    {
        var centres = new List<float[]>();
        var nearest = Enumerable.Repeat(4f, vectors.Length).ToArray();
        var tries = 2 + (int)Math.Log(Math.Max(1, clusters));
        while (centres.Count < clusters)
        {
            var best = Enumerable.Range(0, centres.Count == 0 ? 1 : tries).Select(_ => vectors[Draw(nearest, random)])
                .Select(centre => (Centre: centre, Nearest: NearestWith(vectors, centre, nearest)))
                .MinBy(c => c.Nearest.Sum(d => (double)d));
            centres.Add([.. best.Centre]);
            nearest = best.Nearest;
        }

        return [.. centres];
    }

    private static int Draw(float[] weights, Random random)
    {
        var left = random.NextDouble() * weights.Sum(w => (double)w);
        var at = 0;
        while (at < weights.Length - 1 && (left -= weights[at]) >= 0)
        {
            at++;
        }

        return at;
    }

    private static float[] NearestWith(float[][] vectors, float[] centre, float[] nearest) =>
        [.. vectors.Select((vector, i) => Math.Min(nearest[i], Math.Max(0, 2 - (2 * TensorPrimitives.Dot<float>(vector, centre)))))];

    private bool Move(float[][] vectors)
    {
        var sums = _centres.Select(c => new float[c.Length]).ToArray();
        foreach (var vector in vectors)
        {
            var sum = sums[Of(vector).Cluster];
            TensorPrimitives.Add(sum, vector, sum);
        }

        var moved = false;
        for (var i = 0; i < sums.Length; i++)
        {
            var norm = TensorPrimitives.Norm<float>(sums[i]);
            if (norm > 1e-6f)
            {
                TensorPrimitives.Divide(sums[i], norm, sums[i]);
                moved |= TensorPrimitives.Dot<float>(sums[i], _centres[i]) < 1 - 1e-6f;
                _centres[i] = sums[i];
            }
        }

        return moved;
    }
}
