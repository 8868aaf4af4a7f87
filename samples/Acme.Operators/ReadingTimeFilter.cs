using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Acme.Operators;

/// <summary>Keeps samples whose text takes between <c>min_minutes</c> and <c>max_minutes</c> to read, at <c>words_per_minute</c>; the minutes are kept as the stat <c>reading_minutes</c>.</summary>
[Operator("acme_reading_time_filter", Example = "{ min_minutes: 1, words_per_minute: 238 }")]
public sealed class ReadingTimeFilter(ReadingTimeFilterOptions options) : RatioFilter("reading_minutes", options.Interval)
{
    /// <inheritdoc/>
    protected override double Ratio(Sample sample)
    {
        var words = 0;
        foreach (var word in sample.Text.AsSpan().Split(' '))
        {
            words += word.Start.Value < word.End.Value ? 1 : 0;
        }

        return words / options.WordsPerMinute;
    }
}

/// <summary>Options of <c>acme_reading_time_filter</c>.</summary>
public sealed record ReadingTimeFilterOptions : RangeFilterOptions
{
    /// <summary>The fewest minutes.</summary>
    [Range(0.0, double.MaxValue)]
    public double MinMinutes { get; init; }

    /// <summary>The most minutes.</summary>
    [Range(0.0, double.MaxValue)]
    public double MaxMinutes { get; init; } = double.MaxValue;

    /// <summary>How many words are read in a minute: 238 silently in English (Brysbaert 2019, over 190 studies).</summary>
    [Range(1.0, 10_000.0)]
    public double WordsPerMinute { get; init; } = 238;

    internal Interval Interval => Between(MinMinutes, MaxMinutes);
}
