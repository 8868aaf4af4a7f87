using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Selection;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Sets samples aside by their loss under the model in training (self-condensation, arXiv 2407.08583, §8.3.2): below <c>min_value</c> they are learnt, above <c>max_value</c> they cannot be learnt yet. A share of the learnt ones
/// passes all the same, so that they are not forgotten; so may a share of the hard ones, by which they become learnable. The ends follow the trainer's losses where the topology has <c>feedback: { policy: condense }</c>. What is set aside lies in the rejects, and is scored again by
/// <c>streaming rescore</c> once the model has moved on.
/// </summary>
[Operator("condense_filter", Example = "{ field_key: __dj__stats__.loss, min_value: 0.5, max_value: 4, rehearsal: 0.1 }")]
internal sealed class CondenseFilter(CondenseFilterOptions options) : FieldFilter(options.FieldKey), IRanged
{
    private ulong _seed;

    public Interval Range => new(options.MinValue, options.MaxValue);

    string IRanged.Figure => options.FieldKey;

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        await base.OpenAsync(context);
        _seed = context.Seed;
    }

    double? IRanged.FigureOf(Sample sample) => FieldNumber.Read(Value(sample));

    ValueTask IRanged.ApplyAsync(SampleBatch batch, Interval range) => ApplyAsync(batch, sample => Judge(sample, range));

    protected override Rejection? Judge(Sample sample) => Judge(sample, Range);

    private Rejection? Judge(Sample sample, Interval range)
    {
        if (FieldNumber.Read(Value(sample)) is not { } loss || !double.IsFinite(loss))
        {
            return new($"{options.FieldKey} is no number", null, range.ToString());
        }

        var passing = loss < range.Min ? options.Rehearsal : options.Probing;
        return range.Keeps(loss) || SampleSeed.Draw(sample, _seed) < passing ? null
            : loss < range.Min ? new($"{options.FieldKey} {loss.ToString(CultureInfo.InvariantCulture)}: learnt, below {range}", loss, range.ToString())
            : new($"{options.FieldKey} {loss.ToString(CultureInfo.InvariantCulture)}: not to be learnt yet, above {range}", loss, range.ToString());
    }
}

/// <summary>Options of <c>condense_filter</c>.</summary>
internal sealed record CondenseFilterOptions
{
    /// <summary>The loss, as a dotted path: a stat of a scorer (<c>__dj__stats__.llm_perplexity</c>), or a column.</summary>
    [Required]
    public string FieldKey { get; init; } = "";

    /// <summary>Below it a sample is learnt, in the unit of the losses.</summary>
    public double MinValue { get; init; }

    /// <summary>Above it a sample cannot be learnt yet.</summary>
    public double MaxValue { get; init; } = long.MaxValue;

    /// <summary>The share of the learnt samples that passes, 0 … 1; which ones follows from the run's seed and the sample's id.</summary>
    [Range(0.0, 1.0)]
    public double Rehearsal { get; init; } = 0.1;

    /// <summary>The share of the samples that cannot be learnt yet that passes, 0 … 1: without it nothing that is hard is ever learnt, and what is set aside for being hard stays hard.</summary>
    [Range(0.0, 1.0)]
    public double Probing { get; init; } = 0.1;
}
