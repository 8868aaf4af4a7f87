using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Filtering;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>range_specified_field_selector</c>.</summary>
internal sealed record RangeSpecifiedFieldSelectorOptions
{
    /// <summary>The field, as a dotted path: <c>score</c>, <c>meta.stars</c>, <c>__dj__stats__.quality</c>. Empty: all samples pass.</summary>
    public string FieldKey { get; init; } = "";

    /// <summary>Where the range begins, as a share of the samples sorted from the least value.</summary>
    [Range(0.0, 1.0)]
    public double? LowerPercentile { get; init; }

    /// <summary>Where the range ends, as a share.</summary>
    [Range(0.0, 1.0)]
    public double? UpperPercentile { get; init; }

    /// <summary>Where the range begins, as a number of samples. With the percentile too the later one counts.</summary>
    [Range(0, int.MaxValue)]
    public int? LowerRank { get; init; }

    /// <summary>Where the range ends, as a number of samples. With the percentile too the earlier one counts.</summary>
    [Range(0, int.MaxValue)]
    public int? UpperRank { get; init; }
}

/// <summary>Keeps the samples whose value of a field lies in a range of ranks, from the greatest to the least. Without a beginning and an end all samples pass.</summary>
/// <remarks>Values count as numbers: text is parsed, of a list the mean counts, what is no number is the least. Needs the whole input, which must be bounded: samples beyond an eighth of the
/// run's budget lie on disk; 13 bytes a sample are in memory.</remarks>
[Operator("range_specified_field_selector", Example = "{ field_key: __dj__stats__.quality, lower_percentile: 0.1, upper_percentile: 0.9 }")]
internal sealed class RangeSpecifiedFieldSelector(RangeSpecifiedFieldSelectorOptions options) : Selector
{
    private readonly Ranking _ranking = Ranking.Numbers(reverse: true);
    private FieldPath? _field;

    protected override bool IsActive => options.FieldKey.Length > 0 && (options.LowerPercentile ?? options.LowerRank) is not null && (options.UpperPercentile ?? options.UpperRank) is not null;

    protected override long BesideBytes => _ranking.Bytes;

    public override RowSchema Describe(RowSchema input)
    {
        _field = IsActive ? FieldPath.Find(options.FieldKey, input) : null;
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        return base.OpenAsync(context);
    }

    protected override void Learn(Sample sample) => _ranking.Add(_field!.Of(sample));

    protected override IReadOnlyList<int> Choose(int count)
    {
        var lower = Math.Max((int)((options.LowerPercentile ?? 0) * count), options.LowerRank ?? 0);
        var upper = Math.Max(lower, Math.Min((int)((options.UpperPercentile ?? 1) * count), options.UpperRank ?? count));

        // The least ones up to the end, and of these the greatest: at the lower bound it is the earlier of equal ones that stays.
        var least = _ranking.Sorted(count, descending: false).AsSpan(0, Math.Min(upper, count)).ToArray();
        var places = Enumerable.Range(0, least.Length).ToArray();
        Array.Sort(places, (one, other) => _ranking.Compare(least[other], least[one]) is var by and not 0 ? by : one.CompareTo(other));
        return [.. places.Take(upper - lower).Select(place => least[place])];
    }

    protected override Rejection Explain(Sample sample) =>
        new($"out of the range of ranks by {options.FieldKey}", FieldNumber.Of(_field!.Of(sample)), string.Create(
            CultureInfo.InvariantCulture,
            $"{options.LowerPercentile ?? options.LowerRank} to {options.UpperPercentile ?? options.UpperRank}"));
}
