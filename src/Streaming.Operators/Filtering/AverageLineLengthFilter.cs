using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose lines have on average between <c>min_len</c> and <c>max_len</c> characters, line breaks included.</summary>
[Operator("average_line_length_filter", Example = "{ min_len: 10, max_len: 1500 }")]
internal sealed class AverageLineLengthFilter(AverageLineLengthFilterOptions options) : RatioFilter("avg_line_length", options.Interval)
{
    protected override double Ratio(Sample sample)
    {
        var lines = 0;
        foreach (var _ in new PythonLines(sample.Text))
        {
            lines++;
        }

        return Quotient(CodePoints.Count(sample.Text), lines);
    }
}

/// <summary>Options of <c>average_line_length_filter</c>.</summary>
internal sealed record AverageLineLengthFilterOptions : RangeFilterOptions
{
    /// <summary>The shortest average to keep, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MinLen { get; init; } = 10;

    /// <summary>The longest average to keep, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxLen { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinLen, MaxLen);
}
