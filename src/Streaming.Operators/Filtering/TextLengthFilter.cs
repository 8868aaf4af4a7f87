using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose text has between <c>min_len</c> and <c>max_len</c> characters (Unicode code points).</summary>
[Operator("text_length_filter", Example = "{ min_len: 200, max_len: 100000 }")]
internal sealed class TextLengthFilter(TextLengthFilterOptions options) : CountFilter("text_len", options.Interval)
{
    protected override long Count(Sample sample) => CodePoints.Count(sample.Text);
}

/// <summary>Options of <c>text_length_filter</c>.</summary>
internal sealed record TextLengthFilterOptions : RangeFilterOptions
{
    /// <summary>The shortest text to keep, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MinLen { get; init; } = 10;

    /// <summary>The longest text to keep, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxLen { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinLen, MaxLen);
}
