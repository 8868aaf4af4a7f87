using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Draws;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Keeps a random part of the samples: those whose number of [0, 1) is below <c>rate</c>.</summary>
/// <remarks>
/// Without a <c>seed</c> the number comes from the run's seed and the sample's id: the same samples stay, in whatever order they come. With one the numbers are
/// datatrove's (numpy's <c>default_rng(seed)</c>), one after the other in the order of the samples: the filter then is a serial stage, and its place in the sequence is part of each commit.
/// </remarks>
[Operator("sampler_filter", Example = "{ rate: 0.5 }")]
internal sealed class SamplerFilter(SamplerFilterOptions options) : RuleFilter, IStateful
{
    private readonly SampleDraws _draws = new(options.Seed);

    public override bool IsSerial => _draws.InOrder;

    public long Held => 0;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _draws.Open(context);
        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state) => _draws.Save(state);

    public void Restore(IStateReader state) => _draws.Restore(state);

    protected override Rejection? Judge(Sample sample)
    {
        var draw = _draws.Next(sample);
        return draw < options.Rate ? null : new("not sampled", draw, $"< {options.Rate.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }
}

/// <summary>Options of <c>sampler_filter</c>.</summary>
internal sealed record SamplerFilterOptions
{
    /// <summary>The share of the samples to keep, 0 … 1.</summary>
    [Range(0.0, 1.0)]
    public double Rate { get; init; } = 0.5;

    /// <summary>The seed of datatrove's sequence of numbers; null: numbers come from the run's seed and the sample's id.</summary>
    [Range(0L, long.MaxValue)]
    public long? Seed { get; init; }
}
