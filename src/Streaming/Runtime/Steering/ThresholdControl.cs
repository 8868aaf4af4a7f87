using System.Collections.Immutable;
using Streaming.Epochs;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Changes the ranges of filters while a plan runs. A change takes effect at the next border between epochs and is recorded in that epoch's commit; from then on the table says it, so that a restart goes on with it.
/// Until an epoch with it is committed it is only wanted, and lost with the process.
/// </summary>
public sealed class ThresholdControl
{
    private readonly Lock _lock = new();
    private readonly ImmutableArray<Ranged> _steps;
    private readonly Dictionary<string, double> _held = [];
    private ImmutableSortedDictionary<string, Interval> _inForce = ImmutableSortedDictionary<string, Interval>.Empty;
    private ImmutableSortedDictionary<string, Interval>? _wanted;
    private long _proposals;

    internal ThresholdControl(IReadOnlyList<OperatorNode> operators) =>
        _steps = [.. operators.Where(o => o.Operator is IRanged).Select(o => new Ranged(o.StateKey, $"{o.Index}.{o.Name}", o.Name, (IRanged)o.Operator))];

    /// <summary>Every operator whose range can be changed, in plan order.</summary>
    public IReadOnlyList<ThresholdStatus> Status
    {
        get
        {
            lock (_lock)
            {
                return [.. _steps.Select(s => new ThresholdStatus(s.Label, s.Operator.Figure, s.Operator.Range, RangeOf(s, _inForce), _wanted is null ? null : RangeOf(s, _wanted), _held.TryGetValue(s.Key, out var keep) ? keep : null))];
            }
        }
    }

    /// <summary>Proposes ends of ranges by operator, on top of an earlier proposal that has not come into force. Operators are named by place and name (<c>2.text_length_filter</c>), or by name where it is the only one.</summary>
    /// <exception cref="BadInputException">No such operator can be changed, it is held to a share, an end is no number, or the lower end is above the upper one.</exception>
    public void Propose(IReadOnlyDictionary<string, RangeChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_lock)
        {
            var all = _wanted ?? _inForce;
            foreach (var (name, change) in changes)
            {
                var step = Find(name);
                if (_held.ContainsKey(step.Key))
                {
                    throw new BadInputException($"thresholds: '{name}' is held to a share of the samples by the topology (feedback.thresholds); its range is not put.");
                }

                var range = change.In(RangeOf(step, all));
                if (!double.IsFinite(range.Min) || !double.IsFinite(range.Max) || range.Min > range.Max)
                {
                    throw new BadInputException($"thresholds: '{name}' needs ends that are numbers, the lower one first; not {range}.");
                }

                all = range == step.Operator.Range ? all.Remove(step.Key) : all.SetItem(step.Key, range);
            }

            _wanted = all;
            _proposals++;
        }
    }

    /// <summary>The key of an operator whose range can be changed.</summary>
    /// <exception cref="BadInputException">No such operator.</exception>
    internal string KeyOf(string name) => Find(name).Key;

    /// <summary>The range that the topology says.</summary>
    internal Interval Declared(string key) => _steps.First(s => s.Key == key).Operator.Range;

    /// <summary>Takes an operator's range out of everybody's hands but <see cref="Set"/>'s, which holds it to a share. Before anything is told to the run.</summary>
    internal void Hold(string key, double keep) => _held[key] = keep;

    /// <summary>Sets a range at a border; the one that is there already is no change.</summary>
    internal void Set(string key, Interval range)
    {
        lock (_lock)
        {
            var step = _steps.First(s => s.Key == key);
            var all = _wanted ?? _inForce;
            if (range != RangeOf(step, all))
            {
                _wanted = range == step.Operator.Range ? all.Remove(key) : all.SetItem(key, range);
                _proposals++;
            }
        }
    }

    /// <summary>What an epoch that begins now has, and the number of the proposal it comes from.</summary>
    internal (long Proposal, ImmutableSortedDictionary<string, Interval> Ranges) Look()
    {
        lock (_lock)
        {
            return (_proposals, _wanted ?? _inForce);
        }
    }

    /// <summary>Takes up what the newest commit says. Ranges that the topology says otherwise since are the topology's.</summary>
    internal void Restore(SteeringRecord? newest)
    {
        lock (_lock)
        {
            _inForce = ImmutableSortedDictionary<string, Interval>.Empty;
            foreach (var step in _steps)
            {
                if (newest?.Thresholds.GetValueOrDefault(step.Key) is { } recorded && recorded.Declared == RangeRecord.Ends.Of(step.Operator.Range))
                {
                    _inForce = _inForce.SetItem(step.Key, recorded.InForce.In(step.Operator.Range));
                }
            }
        }
    }

    /// <summary>What a commit records of these ranges.</summary>
    internal IReadOnlyDictionary<string, RangeRecord> Record(ImmutableSortedDictionary<string, Interval> ranges) =>
        _steps.Where(s => ranges.ContainsKey(s.Key)).ToDictionary(s => s.Key, s => new RangeRecord(RangeRecord.Ends.Of(ranges[s.Key]), RangeRecord.Ends.Of(s.Operator.Range)));

    /// <summary>The ranges that a commit recorded.</summary>
    internal ImmutableSortedDictionary<string, Interval> RangesOf(SteeringRecord? record) =>
        _steps.Where(s => record?.Thresholds.ContainsKey(s.Key) ?? false).ToImmutableSortedDictionary(s => s.Key, s => record!.Thresholds[s.Key].InForce.In(s.Operator.Range));

    /// <summary>Notes what a commit holds.</summary>
    internal void Committed(SteeringRecord record)
    {
        lock (_lock)
        {
            _inForce = RangesOf(record);
            if (record.Proposal == _proposals)
            {
                _wanted = null;
            }
        }
    }

    private static Interval RangeOf(Ranged step, ImmutableSortedDictionary<string, Interval> ranges) => ranges.TryGetValue(step.Key, out var range) ? range : step.Operator.Range;

    private Ranged Find(string name)
    {
        var found = _steps.Where(s => s.Label == name || s.Name == name).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new BadInputException(
                $"thresholds: no operator '{name}' has a range that can be changed; {(_steps.Length == 0 ? "this topology has none" : $"there are: {string.Join(", ", _steps.Select(s => s.Label))}")}."),
            _ => throw new BadInputException($"thresholds: '{name}' is there more than once: {string.Join(", ", found.Select(f => f.Label))}."),
        };
    }

    private sealed record Ranged(string Key, string Label, string Name, IRanged Operator);
}
