namespace Streaming.Cli.Analysis;

/// <summary>What is known of many figures: exact count, mean, spread and bounds; quantiles and histogram from a uniform sample of them.</summary>
internal sealed class Distribution
{
    // Quantiles of 20,000 drawn figures are off by at most 1 % of rank (Dvoretzky–Kiefer–Wolfowitz, confidence 96 %).
    private const int Drawn = 20_000;

    private readonly List<double> _drawn = [];

    // A fixed seed: the same dataset gives the same report.
    private readonly Random _random = new(17);
    private double _squares;
    private bool _isSorted;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    public double StandardDeviation => Count < 2 ? 0 : Math.Sqrt(_squares / (Count - 1));

    public void Add(double figure)
    {
        if (double.IsNaN(figure))
        {
            return;
        }

        // Welford: sums of squares lose all digits where the mean is far from zero.
        Count++;
        var delta = figure - Mean;
        Mean += delta / Count;
        _squares += delta * (figure - Mean);
        Minimum = Math.Min(Minimum, figure);
        Maximum = Math.Max(Maximum, figure);
        Draw(figure);
    }

    /// <summary>The figure below which a share of them lies; NaN where there is none.</summary>
    public double Quantile(double share)
    {
        Sort();
        return _drawn.Count == 0 ? double.NaN : share <= 0 ? Minimum : share >= 1 ? Maximum : _drawn[(int)(share * (_drawn.Count - 1))];
    }

    /// <summary>Bins between the bounds; each a power wider than the one before where the figures are spread over orders of magnitude.</summary>
    public IReadOnlyList<HistogramBin> Histogram(int bins)
    {
        Sort();
        if (_drawn.Count == 0 || !double.IsFinite(Maximum - Minimum))
        {
            return [];
        }

        var isWide = Minimum >= 0 && Quantile(0.99) > 20 * Math.Max(Quantile(0.5), 1);
        var counts = new long[bins];
        foreach (var figure in _drawn)
        {
            counts[Math.Min(bins - 1, (int)(Place(figure, isWide) * bins))]++;
        }

        return [.. counts.Select((count, i) => new HistogramBin(Border(i / (double)bins, isWide), Border((i + 1) / (double)bins, isWide), count / (double)_drawn.Count))];
    }

    private double Place(double figure, bool isWide) => Maximum == Minimum ? 0
        : isWide ? Math.Log((figure - Minimum) + 1) / Math.Log((Maximum - Minimum) + 1)
        : (figure - Minimum) / (Maximum - Minimum);

    private double Border(double place, bool isWide) =>
        isWide ? Minimum + Math.Pow((Maximum - Minimum) + 1, place) - 1 : Minimum + ((Maximum - Minimum) * place);

    // Vitter's algorithm R: every figure seen so far is drawn with the same chance.
    private void Draw(double figure)
    {
        _isSorted = false;
        if (_drawn.Count < Drawn)
        {
            _drawn.Add(figure);
        }
        else if (_random.NextInt64(Count) is var at and < Drawn)
        {
            _drawn[(int)at] = figure;
        }
    }

    private void Sort()
    {
        if (!_isSorted)
        {
            _drawn.Sort();
            _isSorted = true;
        }
    }
}

/// <summary>A bar of a histogram.</summary>
/// <param name="From">Its lower border.</param>
/// <param name="To">Its upper border.</param>
/// <param name="Share">The share of figures in it, 0…1.</param>
internal readonly record struct HistogramBin(double From, double To, double Share);
