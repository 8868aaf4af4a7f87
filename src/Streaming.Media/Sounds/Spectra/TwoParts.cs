using System.Numerics.Tensors;
using Streaming.Operators.Draws;

namespace Streaming.Recordings.Sounds.Spectra;

/// <summary>
/// Non-negative factors of a matrix, two of them, by coordinate descent (Cichocki and Phan 2009), as scikit-learn's <c>NMF(2, init="random", random_state=0)</c> finds them: the start and the rule of when
/// to stop are part of the result.
/// </summary>
internal sealed class TwoParts
{
    private const double Tolerance = 1e-4;

    private TwoParts(float[][] strengths, float[][] spectra) => (Strengths, Spectra) = (strengths, spectra);

    /// <summary>For each part, its strength in each row.</summary>
    public float[][] Strengths { get; }

    /// <summary>For each part, the row of strength 1.</summary>
    public float[][] Spectra { get; }

    /// <summary>Finds them.</summary>
    /// <param name="rows">The matrix, row after row; nothing below 0.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="iterations">The most rounds.</param>
    public static TwoParts Of(float[] rows, int width, int iterations)
    {
        var height = rows.Length / width;
        var random = new MersenneTwister(0);
        var scale = (float)Math.Sqrt(Mean(rows) / 2);
        float[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => Math.Abs(scale * (float)random.NextNormal()))];
        float[][] spectra = [Drawn(width), Drawn(width)];

        // Drawn row by row, the two parts of a row side by side.
        var pairs = Drawn(2 * height);
        float[][] strengths = [[.. pairs.Where((_, i) => i % 2 == 0)], [.. pairs.Where((_, i) => i % 2 == 1)]];
        var first = 0.0;
        for (var round = 0; round < iterations; round++)
        {
            var moved = Improve(strengths, spectra, AcrossRows(rows, width, spectra)) + Improve(spectra, strengths, DownColumns(rows, width, strengths));
            first = round == 0 ? moved : first;
            if (first == 0 || moved / first <= Tolerance)
            {
                break;
            }
        }

        return new(strengths, spectra);
    }

    private static double Mean(float[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    // One round over one of the factors while the other stays; tells how far it was from the best.
    private static double Improve(float[][] factor, float[][] other, float[][] products)
    {
        var moved = 0.0;
        for (var part = 0; part < 2; part++)
        {
            var (own, cross) = (TensorPrimitives.Dot<float>(other[part], other[part]), TensorPrimitives.Dot<float>(other[part], other[1 - part]));
            var (values, others, product) = (factor[part], factor[1 - part], products[part]);
            for (var i = 0; i < values.Length; i++)
            {
                var slope = -product[i] + (own * values[i]) + (cross * others[i]);
                moved += Math.Abs(values[i] == 0 ? Math.Min(0, slope) : slope);
                if (own != 0)
                {
                    values[i] = Math.Max(values[i] - (slope / own), 0);
                }
            }
        }

        return moved;
    }

    private static float[][] AcrossRows(float[] rows, int width, float[][] spectra)
    {
        float[][] products = [new float[rows.Length / width], new float[rows.Length / width]];
        for (var i = 0; i < products[0].Length; i++)
        {
            var row = rows.AsSpan(i * width, width);
            products[0][i] = TensorPrimitives.Dot(row, spectra[0]);
            products[1][i] = TensorPrimitives.Dot(row, spectra[1]);
        }

        return products;
    }

    private static float[][] DownColumns(float[] rows, int width, float[][] strengths)
    {
        float[][] products = [new float[width], new float[width]];
        for (var i = 0; i < strengths[0].Length; i++)
        {
            var row = rows.AsSpan(i * width, width);
            TensorPrimitives.MultiplyAdd(row, strengths[0][i], products[0], products[0]);
            TensorPrimitives.MultiplyAdd(row, strengths[1][i], products[1], products[1]);
        }

        return products;
    }
}
