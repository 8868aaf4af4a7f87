using System.Globalization;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>Keeps samples of which a model gives figures (one for each picture, each chunk) that are in a range, any or all of them. A sample without figures stays.</summary>
internal abstract class FiguresFilter<TModel>(ModelOptions options, string model, string stat, Interval interval, AnyOrAll wanted)
    : StatOperator<TModel>(options, model, stat, new ListType(ColumnType.Float64))
    where TModel : class
{
    protected sealed override void Decide(Sample sample, DeviceOutcome outcome)
    {
        var figures = sample.Stats.Figures(Stat);
        if (figures.Length == 0 || (wanted == AnyOrAll.Any ? Array.Exists(figures, interval.Keeps) : Array.TrueForAll(figures, interval.Keeps)))
        {
            outcome.Keep(sample);
            return;
        }

        var threshold = interval.ToString();
        var listed = string.Join(", ", figures.Select(figure => figure.ToString(CultureInfo.InvariantCulture)));
        outcome.Reject(sample, new($"{Stat} [{listed}]: {(wanted == AnyOrAll.Any ? "none is" : "not all are")} {(interval.Reversed ? "" : "in ")}{threshold}", Array.Find(figures, figure => !interval.Keeps(figure)), threshold));
    }

    /// <summary>Figures as a stat.</summary>
    protected static object?[] ToStat(IEnumerable<double> figures) => [.. figures.Select(figure => (object?)figure)];
}
