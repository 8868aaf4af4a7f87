namespace Streaming.Recordings.Films.Motion;

/// <summary>The equations of the motion at each pixel: filled from two expansions and what is known of the motion, summed over windows, solved.</summary>
internal sealed class FlowSystem(int width, int height)
{
    private const int Reach = 7;
    private const int Terms = 5;
    private const double Damping = 1e-3;
    private static readonly float[] _border = [0.14f, 0.14f, 0.4472f, 0.4472f, 0.4472f];

    // Of the symmetric matrix: top left, beside it, bottom right; then the right-hand sides.
    private readonly float[][] _terms = [.. Enumerable.Range(0, Terms).Select(_ => new float[width * height])];

    /// <summary>Fills them with what the motion leaves unexplained.</summary>
    public void Fill(Expansion from, Expansion to, Plane dx, Plane dy)
    {
        for (var y = 0; y < height; y++)
        {
            var vertical = Weight(y, height);
            for (var x = 0; x < width; x++)
            {
                FillAt((y * width) + x, x, y, from.Planes, to.Planes, dx.Values, dy.Values, Weight(x, width) * vertical);
            }
        }
    }

    /// <summary>Solves them for the motion, each pixel with the window around it.</summary>
    public void Solve(Plane dx, Plane dy)
    {
        var columns = new double[Terms][];
        for (var term = 0; term < Terms; term++)
        {
            columns[term] = new double[width];
            for (var k = -Reach; k <= Reach; k++)
            {
                Add(columns[term], Row(term, k), 1);
            }
        }

        for (var y = 0; y < height; y++)
        {
            SolveRow(columns, dx.Row(y), dy.Row(y));
            for (var term = 0; term < Terms; term++)
            {
                Add(columns[term], Row(term, y + Reach + 1), 1);
                Add(columns[term], Row(term, y - Reach), -1);
            }
        }
    }

    private ReadOnlySpan<float> Row(int term, int y) => _terms[term].AsSpan(Math.Clamp(y, 0, height - 1) * width, width);

    private static void Add(double[] sums, ReadOnlySpan<float> row, double sign)
    {
        for (var x = 0; x < sums.Length; x++)
        {
            sums[x] += sign * row[x];
        }
    }

    // Near the edges the polynomials were fitted to repeated pixels, and count less.
    private static float Weight(int at, int length) => (at < _border.Length ? _border[at] : 1) * (at >= length - _border.Length ? _border[length - at - 1] : 1);

    private void FillAt(int at, int x, int y, Plane[] from, Plane[] to, float[] dx, float[] dy, float weight)
    {
        var (moveX, moveY) = (dx[at], dy[at]);
        var (toX, toY) = (x + moveX, y + moveY);
        var (left, top) = ((int)MathF.Floor(toX), (int)MathF.Floor(toY));
        float alongY, alongX, yy, xx, xy;
        if ((uint)left < (uint)(width - 1) && (uint)top < (uint)(height - 1))
        {
            var (right, down) = (toX - left, toY - top);
            var (w00, w01, w10, w11) = ((1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down);
            var place = (top * width) + left;
            float Between(float[] plane) => (w00 * plane[place]) + (w01 * plane[place + 1]) + (w10 * plane[place + width]) + (w11 * plane[place + width + 1]);
            (alongY, alongX) = (Between(to[0].Values), Between(to[1].Values));
            yy = (from[2].Values[at] + Between(to[2].Values)) * 0.5f;
            xx = (from[3].Values[at] + Between(to[3].Values)) * 0.5f;
            xy = (from[4].Values[at] + Between(to[4].Values)) * 0.25f;
        }
        else
        {
            (alongY, alongX) = (0, 0);
            (yy, xx, xy) = (from[2].Values[at], from[3].Values[at], from[4].Values[at] * 0.5f);
        }

        alongY = ((from[0].Values[at] - alongY) * 0.5f) + (yy * moveY) + (xy * moveX);
        alongX = ((from[1].Values[at] - alongX) * 0.5f) + (xy * moveY) + (xx * moveX);
        (alongY, alongX, yy, xx, xy) = (alongY * weight, alongX * weight, yy * weight, xx * weight, xy * weight);
        _terms[0][at] = (yy * yy) + (xy * xy);
        _terms[1][at] = (yy + xx) * xy;
        _terms[2][at] = (xx * xx) + (xy * xy);
        _terms[3][at] = (yy * alongY) + (xy * alongX);
        _terms[4][at] = (xy * alongY) + (xx * alongX);
    }

    private void SolveRow(double[][] columns, Span<float> dx, Span<float> dy)
    {
        const double Scale = 1.0 / ((2 * Reach) + 1) / ((2 * Reach) + 1);
        Span<double> sums = stackalloc double[Terms];
        for (var term = 0; term < Terms; term++)
        {
            for (var k = -Reach; k <= Reach; k++)
            {
                sums[term] += columns[term][Math.Clamp(k, 0, width - 1)];
            }
        }

        for (var x = 0; x < width; x++)
        {
            var (g11, g12, g22, h1, h2) = (sums[0] * Scale, sums[1] * Scale, sums[2] * Scale, sums[3] * Scale, sums[4] * Scale);
            var inverse = 1 / ((g11 * g22) - (g12 * g12) + Damping);
            dx[x] = (float)(((g11 * h2) - (g12 * h1)) * inverse);
            dy[x] = (float)(((g22 * h1) - (g12 * h2)) * inverse);
            for (var term = 0; term < Terms; term++)
            {
                sums[term] += columns[term][Math.Min(x + Reach + 1, width - 1)] - columns[term][Math.Max(x - Reach, 0)];
            }
        }
    }
}
