using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose repetition of runs of <c>rep_len</c> characters lies between <c>min_ratio</c> and <c>max_ratio</c>: the share that the most
/// frequent runs have of all (as many of them as the root of the number of different runs, those that occur once left out).
/// </summary>
[Operator("character_repetition_filter", Example = "{ rep_len: 10, max_ratio: 0.2 }")]
internal sealed class CharacterRepetitionFilter(CharacterRepetitionFilterOptions options) : RatioFilter("char_rep_ratio", options.Interval)
{
    protected override double Ratio(Sample sample)
    {
        var tally = GramTally.OfThread;
        CountRuns(sample.Text, tally);
        var k = Math.Min((long)Math.Sqrt(tally.Distinct), tally.DistinctRepeated);
        return Quotient(tally.SumOfMostFrequent(k), tally.Total);
    }

    private void CountRuns(ReadOnlySpan<char> text, GramTally tally)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            GramCounter.Count(new UnitSequence(text), options.RepLen, tally);
            return;
        }

        var rented = ArrayPool<int>.Shared.Rent(text.Length);
        var count = CodePoints.Decode(text, rented);
        GramCounter.Count(new CodePointSequence(rented.AsSpan(0, count)), options.RepLen, tally);
        ArrayPool<int>.Shared.Return(rented);
    }
}

/// <summary>Options of <c>character_repetition_filter</c>.</summary>
internal sealed record CharacterRepetitionFilterOptions : RangeFilterOptions
{
    /// <summary>The length of a run, in characters.</summary>
    [Range(1, int.MaxValue)]
    public int RepLen { get; init; } = 10;

    /// <summary>The smallest ratio to keep, 0 … 1.</summary>
    public double MinRatio { get; init; }

    /// <summary>The largest ratio to keep, 0 … 1.</summary>
    public double MaxRatio { get; init; } = 0.5;

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
