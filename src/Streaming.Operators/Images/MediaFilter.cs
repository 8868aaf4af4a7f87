using System.Globalization;
using Streaming.Imaging;

namespace Streaming.Operators.Images;

/// <summary>Keeps samples whose media of one kind have figures in range, any or all of them; a sample without such media stays. The figures are kept in the stats, a list with one for each medium, and never computed again.</summary>
/// <param name="kind">Which media.</param>
/// <param name="wanted">How many must be in range.</param>
/// <param name="stats">The keys of the figures with their types; each is a list.</param>
internal abstract class MediaFilter(MediaKind kind, AnyOrAll wanted, params IReadOnlyList<(string Key, ColumnType Type)> stats) : Filter, IReadsMedia
{
    public override RowSchema Describe(RowSchema input) => stats.Aggregate(input, (schema, stat) => schema.WithStat(stat.Key, new ListType(stat.Type)));

    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : kind.Of(sample);

    public virtual bool DecodesMedia => false;

    protected sealed override bool Keep(Sample sample)
    {
        if (!IsKnown(sample))
        {
            Compute(sample);
        }

        var figures = stats.Select(stat => sample.Stats.Figures(stat.Key)).ToArray();
        var media = figures.Min(list => list.Length);
        var inRange = 0;
        Span<double> ofMedium = stackalloc double[figures.Length];
        for (var medium = 0; medium < media; medium++)
        {
            for (var stat = 0; stat < figures.Length; stat++)
            {
                ofMedium[stat] = figures[stat][medium];
            }

            inRange += IsIn(ofMedium) ? 1 : 0;
        }

        return media == 0 || (wanted == AnyOrAll.Any ? inRange > 0 : inRange == media);
    }

    protected sealed override Rejection Explain(Sample sample)
    {
        var said = string.Join(", ", stats.Select(stat => $"{stat.Key} [{string.Join(", ", sample.Stats.Figures(stat.Key).Select(f => f.ToString(CultureInfo.InvariantCulture)))}]"));
        return new($"{said}: {(wanted == AnyOrAll.Any ? $"no {kind.One()} is" : $"not all {kind.One()}s are")} {Threshold}", sample.Stats.Figures(stats[0].Key)[0], Threshold);
    }

    /// <summary>The range as people read it: <c>in [0.3, 3]</c>.</summary>
    protected abstract string Threshold { get; }

    /// <summary>Whether one medium's figures are in range, in the order of the stats.</summary>
    protected abstract bool IsIn(ReadOnlySpan<double> figures);

    /// <summary>The figures of one of the sample's media, in the order of the stats.</summary>
    protected abstract double[] Measure(Sample sample, Media medium);

    private bool IsKnown(Sample sample) => stats.All(stat => sample.Stats[stat.Key] is not null);

    private void Compute(Sample sample)
    {
        var measured = MediaFiles.OfEach(kind.Of(sample), medium => Measure(sample, medium));
        for (var stat = 0; stat < stats.Count; stat++)
        {
            sample.Stats[stats[stat].Key] = measured.Select(figures => stats[stat].Type == ColumnType.Int64 ? (object)(long)figures[stat] : figures[stat]).ToArray();
        }
    }
}
