using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Holds filters to the share of samples that they let pass: where an epoch begins, one end of the range is set to the quantile of the figures that came in past epochs.</summary>
internal sealed class KeepControl
{
    private readonly ThresholdControl _thresholds;
    private readonly IReadOnlyList<(string Key, KeepOptions Goal)> _goals;

    /// <summary>With a goal for each filter, by name.</summary>
    /// <exception cref="BadInputException">No such filter has a range that can be changed, or it keeps what lies outside.</exception>
    public KeepControl(IReadOnlyDictionary<string, KeepOptions> goals, ThresholdControl thresholds)
    {
        _thresholds = thresholds;
        _goals = [.. goals.Select(g => (thresholds.KeyOf(g.Key), g.Value))];
        foreach (var (name, goal) in goals)
        {
            if (thresholds.Declared(thresholds.KeyOf(name)).Reversed)
            {
                throw new BadInputException($"feedback: thresholds: '{name}' keeps what lies outside its range; only a filter that keeps what lies within can be held to a share.");
            }

            thresholds.Hold(thresholds.KeyOf(name), goal.Keep);
        }
    }

    /// <summary>The filters, by key.</summary>
    public IEnumerable<string> Keys => _goals.Select(g => g.Key);

    /// <summary>Epochs that it looks back on.</summary>
    public int Epochs => _goals.Max(g => (int?)g.Goal.Window) ?? 0;

    /// <summary>Sets the ranges for the epoch that begins; they stay where there is no figure yet.</summary>
    public void Act(FigureBoard figures)
    {
        foreach (var (key, goal) in _goals)
        {
            var window = figures.Window(key, goal.Window);
            if (window.Count > 0)
            {
                var held = Held(_thresholds.Declared(key), goal, window);
                if (!double.IsNaN(held.Min) && !double.IsNaN(held.Max))
                {
                    _thresholds.Set(key, held);
                }
            }
        }
    }

    // The other end stays, and what lies beyond it is refused as before: the share is of all that comes.
    private static Interval Held(Interval declared, KeepOptions goal, FigureWindow window)
    {
        if (goal.End == RangeEnd.Min)
        {
            var share = window.ShareUpTo(declared.Max) - goal.Keep;
            var min = share > 0 ? window.ValueAt(share) : Math.Min(declared.Min, window.ValueAt(0));
            return declared with { Min = Math.Min(min, declared.Max) };
        }

        var upTo = window.ShareUpTo(Math.BitDecrement(declared.Min)) + goal.Keep;
        var max = upTo < 1 ? window.ValueAt(upTo) : Math.Max(declared.Max, window.ValueAt(1));
        return declared with { Max = Math.Max(max, declared.Min) };
    }
}
