namespace Streaming.Cli.Analysis.Correlations;

/// <summary>How the figures of two columns go together, for every pair: Pearson's r of the values and of their ranks (Spearman's ρ), over the drawn rows that have both.</summary>
internal sealed class CorrelationMatrix
{
    private const int MostColumns = 24;
    private const int FewestRows = 10;

    private CorrelationMatrix(IReadOnlyList<string> names, double[,] pearson, double[,] spearman, int rows) =>
        (Names, Pearson, Spearman, Rows) = (names, pearson, spearman, rows);

    public IReadOnlyList<string> Names { get; }

    /// <summary>NaN where a column is constant, or too few rows have both.</summary>
    public double[,] Pearson { get; }

    public double[,] Spearman { get; }

    /// <summary>The rows that were drawn.</summary>
    public int Rows { get; }

    public static CorrelationMatrix Of(DatasetProfile profile)
    {
        // Constant columns go with nothing, and the lengths of a few words with nothing that matters.
        var columns = profile.Columns.Where(c => c.Figures.Maximum > c.Figures.Minimum && !c.IsCategory).Take(MostColumns).ToList();
        var (pearson, spearman) = (new double[columns.Count, columns.Count], new double[columns.Count, columns.Count]);
        for (var i = 0; i < columns.Count; i++)
        {
            (pearson[i, i], spearman[i, i]) = (1, 1);
            for (var j = 0; j < i; j++)
            {
                var (xs, ys) = Both(profile.Rows, columns[i].Number, columns[j].Number);
                pearson[i, j] = pearson[j, i] = Of(xs, ys);
                spearman[i, j] = spearman[j, i] = Of(RanksOf(xs), RanksOf(ys));
            }
        }

        return new([.. columns.Select(c => c.Name)], pearson, spearman, profile.Rows.Count);
    }

    /// <summary>Pearson's r; NaN where there is none.</summary>
    public static double Of(double[] xs, double[] ys)
    {
        if (xs.Length < FewestRows)
        {
            return double.NaN;
        }

        var (meanX, meanY) = (xs.Average(), ys.Average());
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < xs.Length; i++)
        {
            var (dx, dy) = (xs[i] - meanX, ys[i] - meanY);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : double.NaN;
    }

    /// <summary>Places in ascending order; equal values share the mean of theirs.</summary>
    public static double[] RanksOf(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort((double[])values.Clone(), order);
        var ranks = new double[values.Length];
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && values[order[to]].Equals(values[order[from]]))
            {
                to++;
            }

            for (var i = from; i < to; i++)
            {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }

            from = to;
        }

        return ranks;
    }

    private static (double[] Xs, double[] Ys) Both(IReadOnlyList<Sketches.DrawnRow> rows, int x, int y)
    {
        var (xs, ys) = (new List<double>(rows.Count), new List<double>(rows.Count));
        foreach (var row in rows)
        {
            if (double.IsFinite(row.Figure(x)) && double.IsFinite(row.Figure(y)))
            {
                xs.Add(row.Figure(x));
                ys.Add(row.Figure(y));
            }
        }

        return ([.. xs], [.. ys]);
    }
}
