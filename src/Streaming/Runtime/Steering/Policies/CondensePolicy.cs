namespace Streaming.Runtime;

/// <summary>
/// Self-condensation (Qin et al., arXiv 2407.08583, §8.3.2): samples whose loss lies far below the mean are learnt, those far above cannot be learnt yet. The range of a filter on losses follows the mean of what the filter
/// saw in past epochs and is not learnt, and before there is any the mean of what the trainer told.
/// </summary>
/// <remarks>
/// The trainer tells of what passed alone: a mean of that would draw the range in on itself at each border. What is learnt is left out of the mean (the mean of what lies above <c>low</c> times the mean of all), or a mixture with
/// much of it would have everything else too hard (benchmarks/results/loop.md).
/// </remarks>
/// <param name="filter">The filter, as <see cref="ThresholdControl.Propose"/> names it.</param>
/// <param name="low">The lower end, in means.</param>
/// <param name="high">The upper end, in means.</param>
internal sealed class CondensePolicy(string filter, double low, double high) : StatelessPolicy, IPolicy
{
    /// <summary>Epochs whose figures count: few, since losses fall.</summary>
    public const int Epochs = 2;

    public IEnumerable<string> Follows(ThresholdControl thresholds) => [thresholds.KeyOf(filter)];

    public override void Act(long step, IReadOnlyDictionary<string, SourceLosses> losses, RunControl control)
    {
        var key = control.Thresholds.KeyOf(filter);
        var seen = control.Figures.Window(key, Epochs);
        var mean = seen.Count > 0 ? seen.MeanFrom(low * seen.Mean) : MeanOf(losses);
        control.Thresholds.Set(key, control.Thresholds.Declared(key) with { Min = low * mean, Max = high * mean });
    }

    private static double MeanOf(IReadOnlyDictionary<string, SourceLosses> losses)
    {
        var samples = losses.Values.Sum(l => l.Samples);
        return samples > 0 ? losses.Values.Sum(l => l.SampleSum) / samples : losses.Values.Average(l => l.Mean);
    }
}
