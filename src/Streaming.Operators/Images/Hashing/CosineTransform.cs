namespace Streaming.Operators.Images.Hashing;

/// <summary>
/// The lowest frequencies of a plane by the discrete cosine transform (type II, columns first, then rows, not scaled). Sums and differences of mirrored values are formed first: so what cancels out is
/// exactly 0, as it is in a fast transform, and a picture of one colour has the same bits as there.
/// </summary>
internal static class CosineTransform
{
    /// <summary>The lowest <paramref name="count"/> × <paramref name="count"/>, row by row.</summary>
    public static double[] Lowest(GrayPlane plane, int count)
    {
        var columns = new double[count * plane.Width];
        var line = new double[plane.Height];
        for (var x = 0; x < plane.Width; x++)
        {
            for (var y = 0; y < plane.Height; y++)
            {
                line[y] = plane.Levels[(y * plane.Width) + x];
            }

            var frequencies = Of(line, count);
            for (var k = 0; k < count; k++)
            {
                columns[(k * plane.Width) + x] = frequencies[k];
            }
        }

        return [.. Enumerable.Range(0, count).SelectMany(k => Of(columns.AsSpan(k * plane.Width, plane.Width), count))];
    }

    private static double[] Of(ReadOnlySpan<double> values, int count)
    {
        var lowest = new double[count];
        if (values.Length == 1)
        {
            lowest[0] = values[0];
            return lowest;
        }

        var half = values.Length / 2;
        Span<double> sums = stackalloc double[half];
        Span<double> differences = stackalloc double[half];
        for (var n = 0; n < half; n++)
        {
            sums[n] = values[n] + values[^(n + 1)];
            differences[n] = values[n] - values[^(n + 1)];
        }

        var even = Of(sums, (count + 1) / 2);
        for (var k = 0; k < count; k++)
        {
            lowest[k] = k % 2 == 0 ? even[k / 2] : Odd(differences, k, values.Length);
        }

        return lowest;
    }

    private static double Odd(ReadOnlySpan<double> differences, int k, int length)
    {
        var sum = 0.0;
        for (var n = 0; n < differences.Length; n++)
        {
            sum += differences[n] * Math.Cos(Math.PI * k * ((2 * n) + 1) / (2.0 * length));
        }

        return sum;
    }
}
