using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Filtering;
using Streaming.Operators.Holding;
using Streaming.Operators.Selection.Quantiles;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>quantile_selector</c>.</summary>
internal sealed record QuantileSelectorOptions : IValidatesOptions
{
    /// <summary>The field, as a dotted path: <c>score</c>, <c>meta.stars</c>, <c>__dj__stats__.quality</c>. A field of text counts its characters, so <c>text</c> is the text's length.</summary>
    [MinLength(1)]
    public string FieldKey { get; init; } = KnownColumns.Text;

    /// <summary>Where the kept range begins, as a share of the samples seen so far: 0.7 keeps the upper 30 %.</summary>
    [Range(0.0, 1.0)]
    public double LowerQuantile { get; init; }

    /// <summary>Where the kept range ends.</summary>
    [Range(0.0, 1.0)]
    public double UpperQuantile { get; init; } = 1;

    /// <summary>As long as fewer samples were seen, all of them pass: a quantile of a handful means little.</summary>
    [Range(1, int.MaxValue)]
    public int MinSamples { get; init; } = 100;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) =>
        LowerQuantile < UpperQuantile ? [] : [new("lower_quantile", "lower_quantile must be less than upper_quantile")];
}

/// <summary>
/// Keeps the samples whose value of a field lies between two quantiles of all values seen so far, on data that never ends: "the upper 30 %". Of samples that equal a bound so many are drawn, by their ids, as its
/// share asks. Samples without a number are rejected and not counted.
/// </summary>
/// <remarks>
/// The values are kept as a KLL sketch of some 50 KB whose ranks are off by about 0.3 %; it is part of each epoch's commit, so restarts and replays decide alike. Bounds are set anew at each border between epochs and whenever the values
/// have grown by a hundredth. For the exact quantiles of data that ends: <c>range_specified_field_selector</c>.
/// </remarks>
[Operator("quantile_selector", Example = "{ field_key: __dj__stats__.quality, lower_quantile: 0.7 }")]
internal sealed class QuantileSelector(QuantileSelectorOptions options) : RuleFilter, IStateful
{
    private readonly RunningQuantiles _quantiles = new([options.LowerQuantile, options.UpperQuantile]);
    private FieldPath? _field;
    private MemoryShare? _memory;
    private ulong _seed;

    public long Held => 0;

    public override RowSchema Describe(RowSchema input)
    {
        _field = FieldPath.Find(options.FieldKey, input);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        (_seed, _memory) = (context.Seed, new(context.Memory));
        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state)
    {
        _quantiles.Save(state);
        _memory?.Hold(_quantiles.Bytes);
    }

    public void Restore(IStateReader state) => _quantiles.Restore(state);

    protected override Rejection? Judge(Sample sample)
    {
        if (StreamedNumber.Of(_field!.Of(sample)) is not { } value)
        {
            return new($"{options.FieldKey} is no number");
        }

        _quantiles.Add(value);
        if (_quantiles.Count < options.MinSamples)
        {
            return null;
        }

        var (lower, upper, draw) = (_quantiles.Bounds[0], _quantiles.Bounds[1], SampleSeed.Draw(sample, _seed));
        var isLow = options.LowerQuantile > 0 && lower.IsAbove(value, draw);
        return !isLow && (options.UpperQuantile >= 1 || upper.IsAbove(value, draw))
            ? null
            : new($"{options.FieldKey} is {(isLow ? "below" : "above")} its quantile {(isLow ? options.LowerQuantile : options.UpperQuantile).ToString(CultureInfo.InvariantCulture)}", value, Threshold(lower, upper));
    }

    private string Threshold(QuantileBound lower, QuantileBound upper) => string.Create(
        CultureInfo.InvariantCulture, $"[{(options.LowerQuantile > 0 ? lower.Value : double.NegativeInfinity):G6}, {(options.UpperQuantile < 1 ? upper.Value : double.PositiveInfinity):G6}]");
}
