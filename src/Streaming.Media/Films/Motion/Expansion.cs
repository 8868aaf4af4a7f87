using System.Numerics.Tensors;

namespace Streaming.Recordings.Films.Motion;

/// <summary>
/// What a picture looks like around each of its pixels: the coefficients of the quadratic polynomial that fits best, near pixels counting more. In order: along y, along x, of y², of x², of xy.
/// </summary>
internal sealed class Expansion
{
    /// <summary>The number of coefficients.</summary>
    public const int Coefficients = 5;

    private const int Reach = 5;
    private const double Deviation = 1.2;

    private static readonly Weights _weights = new();

    private Expansion(int width, int height)
    {
        (Width, Height) = (width, height);
        Planes = [.. Enumerable.Range(0, Coefficients).Select(_ => new Plane(width, height))];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A picture for each coefficient.</summary>
    public Plane[] Planes { get; }

    /// <summary>Fits them.</summary>
    public static Expansion Of(Plane picture)
    {
        var made = new Expansion(picture.Width, picture.Height);
        var padded = new float[3][];
        for (var i = 0; i < padded.Length; i++)
        {
            padded[i] = new float[picture.Width + (2 * Reach)];
        }

        var scratch = new float[picture.Width];
        for (var y = 0; y < picture.Height; y++)
        {
            Down(picture, y, padded, scratch);
            foreach (var row in padded)
            {
                row.AsSpan(0, Reach).Fill(row[Reach]);
                row.AsSpan(Reach + picture.Width).Fill(row[Reach + picture.Width - 1]);
            }

            made.Across(y, padded, scratch);
        }

        return made;
    }

    // The sums down the columns, weighted with 1, y and y².
    private static void Down(Plane picture, int y, float[][] to, float[] scratch)
    {
        var plain = to[0].AsSpan(Reach, picture.Width);
        var slope = to[1].AsSpan(Reach, picture.Width);
        var bend = to[2].AsSpan(Reach, picture.Width);
        TensorPrimitives.Multiply(picture.Row(y), _weights.Bell[0], plain);
        slope.Clear();
        bend.Clear();
        for (var k = 1; k <= Reach; k++)
        {
            var above = picture.Row(y - k);
            var below = picture.Row(y + k);
            TensorPrimitives.Add(above, below, scratch);
            TensorPrimitives.MultiplyAdd(scratch, _weights.Bell[k], plain, plain);
            TensorPrimitives.MultiplyAdd(scratch, _weights.Squares[k], bend, bend);
            TensorPrimitives.Subtract(below, above, scratch);
            TensorPrimitives.MultiplyAdd(scratch, _weights.Slopes[k], slope, slope);
        }
    }

    private void Across(int y, float[][] rows, float[] scratch)
    {
        Span<float> Row(int coefficient) => Planes[coefficient].Row(y);
        var one = new float[Width];
        Sum(rows[0], _weights.Bell, one, scratch);
        Sum(rows[1], _weights.Bell, Row(0), scratch);
        Difference(rows[0], Row(1), scratch);
        Sum(rows[2], _weights.Bell, Row(2), scratch);
        Sum(rows[0], _weights.Squares, Row(3), scratch);
        Difference(rows[1], Row(4), scratch);
        TensorPrimitives.Multiply(Row(0), _weights.Linear, Row(0));
        TensorPrimitives.Multiply(Row(1), _weights.Linear, Row(1));
        TensorPrimitives.Multiply(one, _weights.Constant, one);
        TensorPrimitives.MultiplyAdd(Row(2), _weights.Quadratic, one, Row(2));
        TensorPrimitives.MultiplyAdd(Row(3), _weights.Quadratic, one, Row(3));
        TensorPrimitives.Multiply(Row(4), _weights.Mixed, Row(4));
    }

    private void Sum(float[] row, float[] weights, Span<float> to, float[] scratch)
    {
        TensorPrimitives.Multiply(row.AsSpan(Reach, Width), weights[0], to);
        for (var k = 1; k <= Reach; k++)
        {
            TensorPrimitives.Add(row.AsSpan(Reach + k, Width), row.AsSpan(Reach - k, Width), scratch);
            TensorPrimitives.MultiplyAdd(scratch, weights[k], to, to);
        }
    }

    private void Difference(float[] row, Span<float> to, float[] scratch)
    {
        to.Clear();
        for (var k = 1; k <= Reach; k++)
        {
            TensorPrimitives.Subtract(row.AsSpan(Reach + k, Width), row.AsSpan(Reach - k, Width), scratch);
            TensorPrimitives.MultiplyAdd(scratch, _weights.Slopes[k], to, to);
        }
    }

    /// <summary>The weights of a neighbourhood, and what of the inverse of its moments is not 0.</summary>
    private sealed class Weights
    {
        public Weights()
        {
            var bell = Enumerable.Range(0, Reach + 1).Select(x => Math.Exp(-x * x / (2 * Deviation * Deviation))).ToArray();
            var sum = bell[0] + (2 * bell.Skip(1).Sum());
            Bell = [.. bell.Select(b => (float)(b / sum))];
            Slopes = [.. Bell.Select((b, x) => b * x)];
            Squares = [.. Bell.Select((b, x) => b * x * x)];

            // Moments of the weights: m2 of x², m4 of x⁴, m22 of x²y²; the matrix falls into the linear terms, xy, and the constant with x² and y².
            var m2 = 2.0 * Bell.Select((b, x) => (double)b * x * x).Sum();
            var m4 = 2.0 * Bell.Select((b, x) => (double)b * x * x * x * x).Sum();
            var m22 = m2 * m2;
            Linear = (float)(1 / m2);
            Mixed = (float)(1 / m22);
            Quadratic = (float)(1 / (m4 - m22));
            Constant = (float)(-m2 / (m4 - m22));
        }

        public float[] Bell { get; }

        public float[] Slopes { get; }

        public float[] Squares { get; }

        public float Linear { get; }

        public float Mixed { get; }

        public float Quadratic { get; }

        public float Constant { get; }
    }
}
