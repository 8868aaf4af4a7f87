using System.Globalization;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>Keeps samples of which a model gives a figure in a range. NaN is in no range.</summary>
internal abstract class FigureFilter<TModel>(ModelOptions options, string model, string stat, Interval interval) : StatOperator<TModel>(options, model, stat, ColumnType.Float64)
    where TModel : class
{
    protected sealed override void Decide(Sample sample, DeviceOutcome outcome)
    {
        var figure = Convert.ToDouble(sample.Stats[Stat] ?? throw new InvalidDataException($"There is no figure {Stat}."), CultureInfo.InvariantCulture);
        if (interval.Keeps(figure))
        {
            outcome.Keep(sample);
            return;
        }

        var threshold = interval.ToString();
        outcome.Reject(sample, new($"{Stat} {figure.ToString(CultureInfo.InvariantCulture)} is not {(interval.Reversed ? "" : "in ")}{threshold}", figure, threshold));
    }
}
