using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose field is a number, or text that reads as one, between <c>min_value</c> and <c>max_value</c>. As in Data-Juicer, what Python holds
/// for false (0, the empty string, nothing) counts as no number and is rejected. The value is kept in the stats under the field's path, unless it is a stat already.
/// </summary>
[Operator("specified_numeric_field_filter", Example = "{ field_key: __dj__stats__.quality, min_value: 0.6 }")]
internal sealed class SpecifiedNumericFieldFilter(SpecifiedNumericFieldFilterOptions options) : FieldFilter(options.FieldKey), IRanged
{
    public Interval Range => options.Interval;

    string IRanged.Figure => options.FieldKey;

    double? IRanged.FigureOf(Sample sample) => Number(Value(sample));

    ValueTask IRanged.ApplyAsync(SampleBatch batch, Interval range) => ApplyAsync(batch, sample => Judge(sample, range));

    protected override Rejection? Judge(Sample sample) => Judge(sample, options.Interval);

    private Rejection? Judge(Sample sample, Interval range) =>
        Number(Value(sample)) is not { } number ? new($"{options.FieldKey} is no number", null, range.ToString())
        : range.Keeps(number) ? null
        : range.Reject(options.FieldKey, number);

    private static double? Number(object? value) => value switch
    {
        "" or false or 0L or 0UL or 0.0 => null,
        string text => PythonFloat.Parse(text),
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };
}

/// <summary>Options of <c>specified_numeric_field_filter</c>.</summary>
internal sealed record SpecifiedNumericFieldFilterOptions : RangeFilterOptions
{
    /// <summary>The field, as a dotted path: <c>score</c>, <c>meta.stars</c>, <c>__dj__stats__.quality</c>.</summary>
    [Required]
    public string FieldKey { get; init; } = "";

    /// <summary>The smallest value to keep.</summary>
    public double MinValue { get; init; } = -long.MaxValue;

    /// <summary>The largest value to keep.</summary>
    public double MaxValue { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinValue, MaxValue);
}
