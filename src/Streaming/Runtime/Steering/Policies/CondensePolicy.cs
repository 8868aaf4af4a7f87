namespace Streaming.Runtime;

/// <summary>
/// Self-condensation (Qin et al., arXiv 2407.08583, §8.3.2): samples whose loss lies far below the mean are learnt, those far above cannot be learnt yet. The range of a filter on losses follows the mean of what the trainer told.
/// </summary>
/// <param name="filter">The filter, as <see cref="ThresholdControl.Propose"/> names it.</param>
/// <param name="low">The lower end, in means.</param>
/// <param name="high">The upper end, in means.</param>
internal sealed class CondensePolicy(string filter, double low, double high) : StatelessPolicy
{
    public override void Act(long step, IReadOnlyDictionary<string, SourceLosses> losses, RunControl control)
    {
        var samples = losses.Values.Sum(l => l.Samples);
        var mean = samples > 0 ? losses.Values.Sum(l => l.SampleSum) / samples : losses.Values.Average(l => l.Mean);
        control.Thresholds.Propose(new Dictionary<string, RangeChange> { [filter] = new(low * mean, high * mean) });
    }
}
