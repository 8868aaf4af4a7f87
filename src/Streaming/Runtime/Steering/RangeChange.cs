using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>New ends for an operator's range; what is null stays as it is.</summary>
/// <param name="Min">The lower end.</param>
/// <param name="Max">The upper end.</param>
public sealed record RangeChange(double? Min, double? Max)
{
    internal Interval In(Interval range) => range with { Min = Min ?? range.Min, Max = Max ?? range.Max };
}

/// <summary>How the thresholds of one operator stand.</summary>
/// <param name="Operator">The operator: its place in the plan and its name, as metrics label it.</param>
/// <param name="Figure">The stat or field that it looks at.</param>
/// <param name="Declared">The range that the topology says.</param>
/// <param name="InForce">The range of the newest committed epoch.</param>
/// <param name="Wanted">A range that was proposed and is in no commit yet, or null.</param>
/// <param name="Keep">The share of the samples that it is held to, or null.</param>
public sealed record ThresholdStatus(string Operator, string Figure, Interval Declared, Interval InForce, Interval? Wanted, double? Keep);
