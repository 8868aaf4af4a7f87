using Streaming.Cli.Analysis.Sketches;

namespace Streaming.Cli.Analysis.Drift;

/// <summary>How a column of one dataset differs from the same of another.</summary>
/// <param name="Name">The column.</param>
/// <param name="Before">What it was; null where it is new.</param>
/// <param name="After">What it is; null where it is gone.</param>
/// <param name="Stability">The population stability index; NaN where there is none.</param>
/// <param name="Distance">The Kolmogorov–Smirnov statistic; NaN of values that are no figures.</param>
/// <param name="Chance">The chance of such a distance without a difference.</param>
internal sealed record ColumnDrift(string Name, ColumnProfile? Before, ColumnProfile? After, double Stability, double Distance, double Chance)
{
    /// <summary>By the usual bounds of the index (Siddiqi 2006).</summary>
    public string Verdict => Before is null ? "new" : After is null ? "gone" : Stability switch
    {
        double.NaN => "not compared",
        < 0.1 => "stable",
        <= 0.25 => "shifted",
        _ => "another population",
    };

    public static ColumnDrift Of(string name, ColumnProfile? before, ColumnProfile? after)
    {
        if (before is not { } b || after is not { } a)
        {
            return new(name, before, after, double.NaN, double.NaN, double.NaN);
        }

        if (b.Words.Distinct is > 0 && a.Words.Distinct is > 0)
        {
            return new(name, b, a, OfWords(b.Words, a.Words), double.NaN, double.NaN);
        }

        if (b.Figures.Count == 0 || a.Figures.Count == 0)
        {
            return new(name, b, a, double.NaN, double.NaN, double.NaN);
        }

        var (one, other) = (b.Figures.Sorted, a.Figures.Sorted);
        var distance = DriftMeasures.Distance(one, other);
        return new(name, b, a, DriftMeasures.Stability(b.Figures, a.Figures), distance, DriftMeasures.Chance(distance, one.Count, other.Count));
    }

    /// <summary>Of every column of either; those that differ most first.</summary>
    public static IReadOnlyList<ColumnDrift> Between(DatasetProfile before, DatasetProfile after)
    {
        var (one, other) = (before.Columns.ToDictionary(c => c.Name), after.Columns.ToDictionary(c => c.Name));
        return
        [
            .. one.Keys.Union(other.Keys).Select(name => Of(name, one.GetValueOrDefault(name), other.GetValueOrDefault(name)))
                .OrderByDescending(d => double.IsNaN(d.Stability) ? -1 : d.Stability).ThenBy(d => d.Name, StringComparer.Ordinal),
        ];
    }

    private static double OfWords(WordCounts before, WordCounts after)
    {
        var (one, other) = (before.All, after.All);
        var words = one.Keys.Union(other.Keys).ToList();
        double all1 = one.Values.Sum(), all2 = other.Values.Sum();
        return DriftMeasures.Stability([.. words.Select(w => one.GetValueOrDefault(w) / all1)], [.. words.Select(w => other.GetValueOrDefault(w) / all2)]);
    }
}
