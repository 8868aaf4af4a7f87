using System.Text.Json.Nodes;

namespace Streaming.Runtime;

/// <summary>
/// Weights follow the excess of losses over those of a reference model (DoReMi, Xie et al., arXiv 2305.10429, algorithm 1): α ← α · exp(η λ), normalised, then (1 - c) α + c/K. λ of a source is the mean over its samples of
/// the excess, each at least 0 and clipped; where samples have no references, the excess of the source's mean loss.
/// </summary>
/// <param name="rate">η.</param>
/// <param name="floor">c.</param>
/// <param name="clip">The most that an excess counts.</param>
/// <param name="reference">The reference model's mean loss by source.</param>
internal sealed class DoremiPolicy(double rate, double floor, double clip, IReadOnlyDictionary<string, double> reference) : IPolicy
{
    private SortedDictionary<string, double> _weights = new(StringComparer.Ordinal);

    public void Act(long step, IReadOnlyDictionary<string, SourceLosses> losses, RunControl control)
    {
        if (_weights.Count == 0)
        {
            _weights = new(control.Mix!.InForce.ToDictionary(), StringComparer.Ordinal);
        }

        foreach (var (source, told) in losses)
        {
            var excess = told.Excess ?? (reference.TryGetValue(source, out var loss) ? Math.Clamp(told.Mean - loss, 0, clip) : 0);
            _weights[source] *= Math.Exp(rate * excess);
        }

        var sum = _weights.Values.Sum();
        foreach (var source in _weights.Keys.ToList())
        {
            _weights[source] = ((1 - floor) * _weights[source] / sum) + (floor / _weights.Count);
        }

        control.Mix!.Propose(_weights.ToDictionary(w => w.Key, w => MixShare.Rounded(w.Value)));
    }

    public JsonObject Save() => new() { ["weights"] = MixShare.ToJson(_weights) };

    public void Restore(JsonObject state) => _weights = MixShare.FromJson(state["weights"]);
}
