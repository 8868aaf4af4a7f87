using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose share of special characters lies between <c>min_ratio</c> and <c>max_ratio</c>. Special are punctuation, digits, white space,
/// many symbols and emoji.
/// </summary>
[Operator("special_characters_filter", Example = "{ max_ratio: 0.35 }")]
internal sealed class SpecialCharactersFilter(SpecialCharactersFilterOptions options) : RatioFilter("special_char_ratio", options.Interval)
{
    protected override double Ratio(Sample sample) => Quotient(SpecialCharacters.Set.Count(sample.Text), CodePoints.Count(sample.Text));
}

/// <summary>Options of <c>special_characters_filter</c>.</summary>
internal sealed record SpecialCharactersFilterOptions : RangeFilterOptions
{
    /// <summary>The smallest share to keep, 0 … 1.</summary>
    public double MinRatio { get; init; }

    /// <summary>The largest share to keep, 0 … 1.</summary>
    public double MaxRatio { get; init; } = 0.25;

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
