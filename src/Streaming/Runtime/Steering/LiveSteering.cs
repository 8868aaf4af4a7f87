using Streaming.Epochs;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>What a run is told while it goes on.</summary>
internal sealed class LiveSteering : ISteering
{
    private readonly RunControl _control;
    private readonly IReadOnlyList<string> _followed;
    private PolicyRecord? _acted;
    private long _proposal;
    private bool _changed;

    /// <summary>Goes on from the newest commit.</summary>
    public LiveSteering(RunControl control, SteeringRecord? newest)
    {
        _control = control;
        control.Thresholds.Restore(newest);
        control.Figures.Restore(newest);
        _followed = [.. control.Policy?.Follows(control.Thresholds) ?? []];
        if (control.Policy is { } policy && newest?.Policy is { } before && before.Name == NameOf(control))
        {
            policy.Restore(before.State);
            _acted = before with { Losses = new Dictionary<string, double>() };
        }
    }

    /// <inheritdoc/>
    public ValueTask ReadyAsync(long closed, CancellationToken until) => _control.Figures.ReadyAsync(closed, until);

    /// <inheritdoc/>
    public EpochSteering BeginEpoch(bool again)
    {
        Act(again);
        _control.Keep.Act(_control.Figures);
        var (proposal, ranges) = _control.Thresholds.Look();
        _changed = proposal != _proposal || (_changed && again);
        _proposal = proposal;
        var thresholds = _control.Thresholds.Record(ranges);
        return EpochSteering.Of(
            thresholds.Count == 0 && !_changed && _acted is null && _control.Figures.Followed.IsEmpty ? null : new() { Thresholds = thresholds, Changed = _changed, Policy = _acted, Proposal = proposal },
            ranges,
            _control.Figures.Followed);
    }

    private void Act(bool again)
    {
        if (_control.Policy is not { } policy)
        {
            return;
        }

        var (step, losses) = _control.Feedback.Take();
        if (losses.Count > 0 || _followed.Any(key => _control.Figures.Window(key, 1).Count > 0))
        {
            policy.Act(step, losses, _control);
            _acted = new(NameOf(_control), step, losses.ToDictionary(l => l.Key, l => l.Value.Mean), policy.Save());
        }
        else if (!again)
        {
            _acted = _acted is null ? null : _acted with { Losses = new Dictionary<string, double>() };
        }
    }

    private static string NameOf(RunControl control) => SnakeCase.Of(control.PolicyKind.ToString());
}
