using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose longest line has between <c>min_len</c> and <c>max_len</c> characters, its break not counted.</summary>
[Operator("maximum_line_length_filter", Example = "{ min_len: 20, max_len: 5000 }")]
internal sealed class MaximumLineLengthFilter(MaximumLineLengthFilterOptions options) : CountFilter("max_line_length", options.Interval)
{
    protected override long Count(Sample sample)
    {
        var longest = 0;
        foreach (var line in new PythonLines(sample.Text))
        {
            // A line never has more code points than units: most lines need no second look.
            if (line.Length > longest)
            {
                longest = Math.Max(longest, CodePoints.Count(line));
            }
        }

        return longest;
    }
}

/// <summary>Options of <c>maximum_line_length_filter</c>.</summary>
internal sealed record MaximumLineLengthFilterOptions : RangeFilterOptions
{
    /// <summary>The shortest longest line to keep, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MinLen { get; init; } = 10;

    /// <summary>The longest line to keep, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxLen { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinLen, MaxLen);
}
