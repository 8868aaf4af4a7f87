using System.Numerics.Tensors;
using Streaming.Operators.Vectors;

namespace Streaming.Cli.Analysis.Diversity;

/// <summary>The plane in which vectors spread most: their first two principal components.</summary>
/// <remarks>Subspace iteration on the centred vectors (Halko, Martinsson and Tropp, arXiv 0909.4061, algorithm 4.4), never forming the covariance. The start is fixed, so the plane is too.</remarks>
internal static class PrincipalPlane
{
    private const int Rounds = 30;

    /// <summary>The places of the vectors in the plane, and the share of the variance that lies in it.</summary>
    public static (IReadOnlyList<(double X, double Y)> Places, double Explained) Of(IReadOnlyList<float[]> vectors)
    {
        var size = vectors[0].Length;
        var mean = new float[size];
        foreach (var vector in vectors)
        {
            TensorPrimitives.Add(mean, vector, mean);
        }

        TensorPrimitives.Divide(mean, vectors.Count, mean);
        var centred = vectors.Select(v => Minus(v, mean)).ToArray();
        var (x, y) = Axes(centred, size);
        var places = centred.Select(v => ((double)TensorPrimitives.Dot<float>(v, x), (double)TensorPrimitives.Dot<float>(v, y))).ToList();
        var all = centred.Sum(v => (double)TensorPrimitives.SumOfSquares<float>(v));
        return (places, all > 0 ? Math.Min(1, places.Sum(p => (p.Item1 * p.Item1) + (p.Item2 * p.Item2)) / all) : 0);
    }

    private static (float[] X, float[] Y) Axes(float[][] centred, int size)
    {
        var random = new Random(17);
        var (x, y) = (Start(random, size), Start(random, size));
        for (var round = 0; round < Rounds; round++)
        {
            (x, y) = (Spread(centred, x), Spread(centred, y));
            UnitVector.Normalize(x);

            // Gram–Schmidt: else both would turn to the first component.
            var along = TensorPrimitives.Dot<float>(x, y);
            TensorPrimitives.MultiplyAdd(x, -along, y, y);
            if (!UnitVector.Normalize(y))
            {
                Array.Clear(y);
            }
        }

        return (x, y);
    }

    // The covariance times a vector.
    private static float[] Spread(float[][] centred, float[] axis)
    {
        var sum = new float[axis.Length];
        foreach (var vector in centred)
        {
            TensorPrimitives.MultiplyAdd(vector, TensorPrimitives.Dot<float>(vector, axis), sum, sum);
        }

        return sum;
    }

    private static float[] Start(Random random, int size)
    {
        var start = new float[size];
        for (var i = 0; i < size; i++)
        {
            start[i] = (float)(random.NextDouble() - 0.5);
        }

        return start;
    }

    private static float[] Minus(float[] vector, float[] mean)
    {
        var result = new float[vector.Length];
        TensorPrimitives.Subtract(vector, mean, result);
        return result;
    }
}
