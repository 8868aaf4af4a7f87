using System.Globalization;

namespace Streaming.Operators.Images;

/// <summary>Keeps samples whose pictures have figures in range, any or all of them; a sample without pictures stays. The figures are kept in the stats, a list with one for each picture, and never computed again.</summary>
/// <param name="wanted">How many must be in range.</param>
/// <param name="stats">The keys of the figures with their types; each is a list.</param>
internal abstract class ImageFilter(AnyOrAll wanted, params IReadOnlyList<(string Key, ColumnType Type)> stats) : Filter
{
    public override RowSchema Describe(RowSchema input) => stats.Aggregate(input, (schema, stat) => schema.WithStat(stat.Key, new ListType(stat.Type)));

    protected sealed override bool Keep(Sample sample)
    {
        if (stats.Any(stat => sample.Stats[stat.Key] is null))
        {
            Compute(sample);
        }

        var figures = stats.Select(stat => FiguresOf(sample, stat.Key)).ToArray();
        var count = figures.Min(list => list.Count);
        return count == 0 || (wanted == AnyOrAll.Any
            ? Enumerable.Range(0, count).Any(i => IsIn([.. figures.Select(list => list[i])]))
            : Enumerable.Range(0, count).All(i => IsIn([.. figures.Select(list => list[i])])));
    }

    protected sealed override Rejection Explain(Sample sample)
    {
        var said = string.Join(", ", stats.Select(stat => $"{stat.Key} [{string.Join(", ", FiguresOf(sample, stat.Key).Select(f => f.ToString(CultureInfo.InvariantCulture)))}]"));
        return new($"{said}: {(wanted == AnyOrAll.Any ? "no picture is" : "not all pictures are")} {Threshold}", FiguresOf(sample, stats[0].Key)[0], Threshold);
    }

    /// <summary>The range as people read it: <c>in [0.3, 3]</c>.</summary>
    protected abstract string Threshold { get; }

    /// <summary>Whether one picture's figures are in range, in the order of the stats.</summary>
    protected abstract bool IsIn(ReadOnlySpan<double> figures);

    /// <summary>One picture's figures, in the order of the stats.</summary>
    protected abstract double[] Measure(Media picture);

    // Pictures of one path are measured once.
    private void Compute(Sample sample)
    {
        var known = new Dictionary<object, double[]>();
        var measured = sample.Images.Select(picture =>
        {
            object key = (object?)picture.Path ?? picture;
            return known.TryGetValue(key, out var figures) ? figures : known[key] = Measure(picture);
        }).ToArray();
        for (var stat = 0; stat < stats.Count; stat++)
        {
            sample.Stats[stats[stat].Key] = measured.Select(figures => stats[stat].Type == ColumnType.Int64 ? (object)(long)figures[stat] : figures[stat]).ToArray();
        }
    }

    private static List<double> FiguresOf(Sample sample, string key) => sample.Stats[key] is System.Collections.IEnumerable list and not string
        ? [.. list.Cast<object?>().Select(figure => Convert.ToDouble(figure, CultureInfo.InvariantCulture))]
        : throw new InvalidDataException($"The stat {key} is there, but is no list of figures.");
}
