namespace Streaming.Benchmarks.Loop;

/// <summary>The loss on what is held out, against tokens learnt from.</summary>
internal sealed class LoopCurve
{
    // A loss counts as the mean with the two before it: single ones jitter.
    private const int Smoothed = 3;

    private readonly List<(long Tokens, double Loss)> _points = [];

    /// <summary>The points, smoothed.</summary>
    public IReadOnlyList<(long Tokens, double Loss)> Points =>
        [.. _points.Select((p, i) => (p.Tokens, _points.Skip(Math.Max(0, i + 1 - Smoothed)).Take(Math.Min(Smoothed, i + 1)).Average(q => q.Loss)))];

    /// <summary>The last loss; infinite before the first.</summary>
    public double Last => _points.Count < Smoothed ? double.PositiveInfinity : _points.TakeLast(Smoothed).Average(p => p.Loss);

    /// <summary>Adds a point.</summary>
    public void Add(long tokens, double loss) => _points.Add((tokens, loss));

    /// <summary>The tokens at which a loss is reached, between two points by a straight line; null: never.</summary>
    public double? TokensTo(double loss)
    {
        var points = Points;
        for (var i = Smoothed - 1; i < points.Count; i++)
        {
            if (points[i].Loss <= loss)
            {
                var (from, to) = (points[i - 1], points[i]);
                return from.Loss <= loss ? to.Tokens : from.Tokens + ((to.Tokens - from.Tokens) * (from.Loss - loss) / (from.Loss - to.Loss));
            }
        }

        return null;
    }
}
