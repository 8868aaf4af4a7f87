namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>How a signature is cut into bands.</summary>
/// <param name="Bands">Their number.</param>
/// <param name="Rows">Minima in each.</param>
internal readonly record struct BandShape(int Bands, int Rows)
{
    /// <summary>The shape with the least error at a threshold: the areas under the S-curve where it should be 0 and above it where it should be 1 (Zhu et al., datasketch).</summary>
    /// <remarks>
    /// Data-Juicer integrates with scipy's adaptive quad. The curves are polynomials of degree bands × rows, so Gauss–Legendre with half as many nodes is exact;
    /// the first shape with the least sum wins in both.
    /// </remarks>
    public static BandShape Optimal(double threshold, int permutations)
    {
        var (nodes, weights) = GaussLegendre(Math.Min((permutations / 2) + 1, 256));
        var best = new BandShape(1, 1);
        var least = double.PositiveInfinity;
        for (var bands = 1; bands <= permutations; bands++)
        {
            for (var rows = 1; rows <= permutations / bands; rows++)
            {
                var falsePositives = Integrate(s => 1 - Miss(s, bands, rows), 0, threshold, nodes, weights);
                var falseNegatives = Integrate(s => Miss(s, bands, rows), threshold, 1, nodes, weights);
                var error = (falsePositives * 0.5) + (falseNegatives * 0.5);
                if (error < least)
                {
                    (least, best) = (error, new(bands, rows));
                }
            }
        }

        return best;
    }

    // The chance that texts of this similarity share no band.
    private static double Miss(double similarity, int bands, int rows) => Math.Pow(1 - Math.Pow(similarity, rows), bands);

    private static double Integrate(Func<double, double> f, double from, double to, double[] nodes, double[] weights)
    {
        var (middle, half) = ((from + to) / 2, (to - from) / 2);
        double sum = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            sum += weights[i] * f(middle + (half * nodes[i]));
        }

        return sum * half;
    }

    // The zeros of the Legendre polynomial by Newton's method, from the usual first guess.
    private static (double[] Nodes, double[] Weights) GaussLegendre(int n)
    {
        var (nodes, weights) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope, step;
            do
            {
                (var value, slope) = Legendre(n, x);
                step = value / slope;
                x -= step;
            }
            while (Math.Abs(step) > 1e-15);

            (nodes[i], weights[i]) = (x, 2 / ((1 - (x * x)) * slope * slope));
        }

        return (nodes, weights);
    }

    private static (double Value, double Slope) Legendre(int n, double x)
    {
        double value = 1, previous = 0;
        for (var k = 1; k <= n; k++)
        {
            (value, previous) = (((((2 * k) - 1) * x * value) - ((k - 1) * previous)) / k, value);
        }

        return (value, n * ((x * value) - previous) / ((x * x) - 1));
    }
}
