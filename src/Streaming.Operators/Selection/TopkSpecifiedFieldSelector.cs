using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Filtering;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>topk_specified_field_selector</c>.</summary>
internal sealed record TopkSpecifiedFieldSelectorOptions
{
    /// <summary>The field, as a dotted path: <c>score</c>, <c>meta.stars</c>, <c>__dj__stats__.quality</c>. Empty: all samples pass.</summary>
    public string FieldKey { get; init; } = "";

    /// <summary>Which share of the samples is kept. With <c>topk</c> too the smaller number counts.</summary>
    [Range(0.0, 1.0)]
    public double? TopRatio { get; init; }

    /// <summary>How many samples are kept.</summary>
    [Range(1, int.MaxValue)]
    public int? Topk { get; init; }

    /// <summary>Whether the greatest values are kept, else the least.</summary>
    public bool Reverse { get; init; } = true;
}

/// <summary>Keeps the samples with the greatest (or least) values of a field, sorted by them; of equal ones the earlier goes first.</summary>
/// <remarks>Columns are compared as they are; stats and other nested fields as numbers: text is parsed, of a list the mean counts, what is no number comes last. Needs the whole input, which
/// must be bounded: samples beyond an eighth of the run's budget lie on disk; 13 bytes a sample are in memory (more where the field is text).</remarks>
[Operator("topk_specified_field_selector", Example = "{ field_key: __dj__stats__.quality, top_ratio: 0.3 }")]
internal sealed class TopkSpecifiedFieldSelector(TopkSpecifiedFieldSelectorOptions options) : Selector
{
    private FieldPath? _field;
    private Ranking? _ranking;

    protected override bool IsActive => options.FieldKey.Length > 0 && (options.TopRatio ?? options.Topk) is not null and not 0;

    protected override long BesideBytes => _ranking?.Bytes ?? 0;

    public override RowSchema Describe(RowSchema input)
    {
        Open(input);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Open(context.Input);
        return base.OpenAsync(context);
    }

    protected override void Learn(Sample sample) => _ranking!.Add(_field!.Of(sample));

    protected override IReadOnlyList<int> Choose(int count)
    {
        var kept = Share.Of(count, options.TopRatio, options.Topk);
        return new ArraySegment<int>(_ranking!.Sorted(count, options.Reverse), 0, Math.Min(kept, count));
    }

    protected override Rejection Explain(Sample sample) => new(
        $"not among the {(options.Reverse ? "greatest" : "least")} by {options.FieldKey}",
        _field!.Of(sample) is IConvertible and not string and var number ? Convert.ToDouble(number, CultureInfo.InvariantCulture) : null,
        options.TopRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"a share of {ratio}") : $"{options.Topk} samples");

    private void Open(RowSchema schema)
    {
        if (IsActive)
        {
            _field = FieldPath.Find(options.FieldKey, schema);
            _ranking = Ranking.Of(_field, options.Reverse);
        }
    }
}
