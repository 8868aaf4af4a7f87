using System.Globalization;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Rules over figures of a text. The figures are kept in the stats and not computed again.</summary>
/// <remarks>A figure that would be a division by zero is not a number: it breaks no rule, and is not kept.</remarks>
/// <param name="splitter">How words are found.</param>
/// <param name="keys">The figures; the first one is a count, which every text has.</param>
internal abstract class FigureFilter(Splitter splitter, params FigureKey[] keys) : SplittingFilter(splitter)
{
    public override RowSchema Describe(RowSchema input) =>
        keys.Aggregate(input, (schema, key) => schema.WithStat(key.Name, key.IsCount ? ColumnType.Int64 : ColumnType.Float64));

    protected sealed override Rejection? Judge(Sample sample)
    {
        Span<double> figures = stackalloc double[keys.Length];
        if (!TryRead(sample.Stats, figures))
        {
            Measure(sample.Text, figures);
            Keep(sample.Stats, figures);
        }

        return Judge(sample, figures);
    }

    /// <summary>Computes the figures, in the order of their keys.</summary>
    protected abstract void Measure(string text, Span<double> figures);

    /// <summary>The first rule that they break.</summary>
    protected abstract Rejection? Judge(Sample sample, ReadOnlySpan<double> figures);

    /// <summary>A quotient; not a number where there is nothing to divide by.</summary>
    protected static double Share(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    /// <summary>Refuses what is below a bound.</summary>
    protected static Rejection? Below(double figure, double bound, string reason) =>
        figure < bound ? new(reason, figure, string.Create(CultureInfo.InvariantCulture, $"≥ {bound}")) : null;

    /// <summary>Refuses what is above a bound.</summary>
    protected static Rejection? Above(double figure, double bound, string reason) =>
        figure > bound ? new(reason, figure, string.Create(CultureInfo.InvariantCulture, $"≤ {bound}")) : null;

    /// <summary>As <see cref="Below"/>; a bound of 0, or none, is off.</summary>
    protected static Rejection? BelowIfOn(double figure, double? bound, string reason) => bound is { } on and not 0 ? Below(figure, on, reason) : null;

    /// <summary>As <see cref="Above"/>; a bound of 0, or none, is off.</summary>
    protected static Rejection? AboveIfOn(double figure, double? bound, string reason) => bound is { } on and not 0 ? Above(figure, on, reason) : null;

    private bool TryRead(SampleStats stats, Span<double> figures)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var known = stats[keys[i].Name];
            if (i == 0 && known is null)
            {
                return false;
            }

            figures[i] = known is null ? double.NaN : Convert.ToDouble(known, CultureInfo.InvariantCulture);
        }

        return true;
    }

    private void Keep(SampleStats stats, ReadOnlySpan<double> figures)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (!double.IsNaN(figures[i]))
            {
                stats[keys[i].Name] = keys[i].IsCount ? (object)(long)figures[i] : figures[i];
            }
        }
    }
}
