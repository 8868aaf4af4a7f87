namespace Streaming.Operators.Images.Lines;

/// <summary>How much lines look like a grid of sub-plots: their number, how even they lie, how dense, how alike their lengths are.</summary>
internal static class SubplotScore
{
    /// <summary>A score of 0 to 1.</summary>
    public static double Of(IReadOnlyList<LineSegment> flat, IReadOnlyList<LineSegment> upright, int width, int height, int minFlat, int minUpright)
    {
        if (flat.Count == 0 || upright.Count == 0)
        {
            return 0;
        }

        var density = flat.Count >= 2 && upright.Count >= 2 ? Math.Min((double)(flat.Count * upright.Count) / ((double)width * height) * 10_000 / 10, 1) : 0;
        var score = (Math.Min((double)flat.Count / minFlat, 1) * 0.2) + (Math.Min((double)upright.Count / minUpright, 1) * 0.2)
            + (Evenness([.. flat.Select(line => (line.Y1 + line.Y2) / 2.0)], height) * 0.15) + (Evenness([.. upright.Select(line => (line.X1 + line.X2) / 2.0)], width) * 0.15)
            + (density * 0.2)
            + (Likeness([.. flat.Select(line => (double)Math.Abs(line.X2 - line.X1))], width * 0.3) * 0.05) + (Likeness([.. upright.Select(line => (double)Math.Abs(line.Y2 - line.Y1))], height * 0.3) * 0.05);
        return Math.Min(score, 1);
    }

    private static double Evenness(double[] places, int side)
    {
        Array.Sort(places);
        return Likeness([.. places.Zip(places.Skip(1), (a, b) => b - a)], side * 0.05, least: 1);
    }

    // 1 less the coefficient of variation; half of it where the mean is too small.
    private static double Likeness(double[] values, double smallest, int least = 2)
    {
        var mean = values.Length < least ? 0 : values.Average();
        if (mean == 0)
        {
            return 0;
        }

        var likeness = Math.Max(0, 1 - (Math.Sqrt(values.Average(v => (v - mean) * (v - mean))) / mean));
        return mean < smallest ? likeness / 2 : likeness;
    }
}
