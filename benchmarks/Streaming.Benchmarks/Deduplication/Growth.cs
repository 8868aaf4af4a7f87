namespace Streaming.Benchmarks.Deduplication;

/// <summary>How a cost grows with what is there already: the exponent p of n^p that fits it best (least squares of the logarithms), beside the one that log n itself would give over the same range.</summary>
internal sealed class Growth
{
    private readonly List<(double At, double Wall, double Cpu)> _points = [];

    /// <summary>Notes the cost of one when there are so many.</summary>
    public void Add(long count, double wall, double cpu) => _points.Add((count, wall, cpu));

    /// <summary>Writes the exponents; nothing where there are fewer than three points.</summary>
    public void Write()
    {
        // The first tenth fills the write buffers of an empty index: what it costs is not what grows.
        var points = _points.Skip(1).ToList();
        if (points.Count < 3)
        {
            return;
        }

        Console.WriteLine();
        Console.WriteLine($"From the second tenth on a document costs about n^p: p = {Exponent(points, p => p.Cpu):F3} in processor time, {Exponent(points, p => p.Wall):F3} in wall time; log n would have p = {Exponent(points, p => Math.Log(p.At)):F3} here.");
    }

    private static double Exponent(List<(double At, double Wall, double Cpu)> points, Func<(double At, double Wall, double Cpu), double> cost)
    {
        var (x, y) = (points.ConvertAll(p => Math.Log(p.At)), points.ConvertAll(p => Math.Log(cost(p))));
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y).Sum(p => (p.First - meanX) * (p.Second - meanY)) / x.Sum(v => (v - meanX) * (v - meanX));
    }
}
