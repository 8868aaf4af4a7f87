namespace Streaming.Operators;

/// <summary>Keeps samples whose figure lies in a range. The figure is kept in the stats and never computed again.</summary>
/// <param name="stat">The key of the figure in <see cref="Sample.Stats"/>.</param>
/// <param name="type">The figure's type: <see cref="ColumnType.Int64"/> or <see cref="ColumnType.Float64"/>.</param>
/// <param name="interval">The range.</param>
public abstract class RangeFilter(string stat, ColumnType type, Interval interval) : RuleFilter, IRanged
{
    /// <inheritdoc/>
    public Interval Range => interval;

    /// <inheritdoc/>
    string IRanged.Figure => stat;

    /// <inheritdoc/>
    double? IRanged.FigureOf(Sample sample) => Figure(sample);

    /// <inheritdoc/>
    ValueTask IRanged.ApplyAsync(SampleBatch batch, Interval range) => ApplyAsync(batch, sample => Judge(sample, range));

    /// <summary>The key of the figure in <see cref="Sample.Stats"/>.</summary>
    protected string Stat => stat;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.WithStat(stat, type);
    }

    /// <inheritdoc/>
    protected sealed override Rejection? Judge(Sample sample) => Judge(sample, interval);

    private Rejection? Judge(Sample sample, Interval range)
    {
        var figure = Figure(sample);
        return range.Keeps(figure) ? null : range.Reject(stat, figure);
    }

    /// <summary>The figure, from the stats or computed.</summary>
    protected abstract double Figure(Sample sample);
}

/// <summary>A range filter over a whole number.</summary>
public abstract class CountFilter : RangeFilter
{
    private readonly Func<Sample, long> _count;

    /// <summary>With the figure's key and range.</summary>
    protected CountFilter(string stat, Interval interval) : base(stat, ColumnType.Int64, interval) => _count = Count;

    /// <inheritdoc/>
    protected sealed override double Figure(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Stats.GetOrCompute(Stat, sample, _count);
    }

    /// <summary>Computes the figure.</summary>
    protected abstract long Count(Sample sample);
}

/// <summary>A range filter over a ratio, a mean or a score.</summary>
public abstract class RatioFilter : RangeFilter
{
    private readonly Func<Sample, double> _ratio;

    /// <summary>With the figure's key and range.</summary>
    protected RatioFilter(string stat, Interval interval) : base(stat, ColumnType.Float64, interval) => _ratio = Ratio;

    /// <inheritdoc/>
    protected sealed override double Figure(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Stats.GetOrCompute(Stat, sample, _ratio);
    }

    /// <summary>Computes the figure.</summary>
    protected abstract double Ratio(Sample sample);

    /// <summary>A quotient that is 0 where there is nothing to divide by.</summary>
    protected static double Quotient(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
