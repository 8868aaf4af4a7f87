using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>The figures that an operator saw in one epoch, in bounded memory.</summary>
internal sealed class FigureTally
{
    private readonly QuantileSketch _sketch = new();
    private double _sum;
    private (double Least, double Largest) _ends = (double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>What is written down of them.</summary>
    public FigureSummary Summary => FigureSummary.Of(_sketch, _sum, _ends);

    /// <summary>Adds figures.</summary>
    public void Add(IReadOnlyList<double> figures)
    {
        foreach (var figure in figures)
        {
            _sketch.Add(figure);
            _sum = Bounded(_sum + figure);
            _ends = (Math.Min(_ends.Least, figure), Math.Max(_ends.Largest, figure));
        }
    }

    // Figures near the largest there is must not make a sum that no record can hold.
    private static double Bounded(double sum) => Math.Clamp(sum, -double.MaxValue, double.MaxValue);

    /// <summary>Adds those of another tally.</summary>
    public void Add(FigureTally other)
    {
        _sketch.Merge(other._sketch);
        _sum = Bounded(_sum + other._sum);
        _ends = (Math.Min(_ends.Least, other._ends.Least), Math.Max(_ends.Largest, other._ends.Largest));
    }
}
