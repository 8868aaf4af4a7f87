using System.Text.Json.Nodes;

namespace Streaming.Runtime;

/// <summary>
/// Online data mixing (Albalak et al., arXiv 2312.02406, algorithm 1): Exp3 with the loss of a source as its reward. The reward of a source is weighed by how seldom it was shown (L / π) and smoothed;
/// π = (1 - Kε) · softmax(ε' R) + ε with ε = min(1/K, √(ln K / (K t))) and ε' that of the border before.
/// </summary>
/// <param name="smoothing">The share that earlier rewards keep.</param>
internal sealed class OdmPolicy(double smoothing) : IPolicy
{
    private SortedDictionary<string, double> _rewards = new(StringComparer.Ordinal);
    private long _borders;

    public void Act(long step, IReadOnlyDictionary<string, SourceLosses> losses, RunControl control)
    {
        var weights = control.Mix!.InForce;
        var (sum, sources) = (weights.Values.Sum(), weights.Keys.Order(StringComparer.Ordinal).ToList());
        var before = Exploration(_borders, sources.Count);
        var now = Exploration(++_borders, sources.Count);
        foreach (var (source, loss) in losses)
        {
            // A source that rests has no share to weigh by; it counts as if it had the least one.
            var share = Math.Max(weights[source] / sum, 1e-6);
            _rewards[source] = (smoothing * _rewards.GetValueOrDefault(source)) + ((1 - smoothing) * loss.Mean / share);
        }

        var exponents = sources.Select(s => before * _rewards.GetValueOrDefault(s)).ToList();
        var most = exponents.Max();
        var powers = exponents.Select(e => Math.Exp(e - most)).ToList();
        var total = powers.Sum();
        control.Mix.Propose(sources.Select((s, i) => (s, Share: ((1 - (sources.Count * now)) * powers[i] / total) + now)).ToDictionary(p => p.s, p => MixShare.Rounded(p.Share)));
    }

    public JsonObject Save() => new() { ["borders"] = _borders, ["rewards"] = MixShare.ToJson(_rewards) };

    public void Restore(JsonObject state)
    {
        _borders = state["borders"]!.GetValue<long>();
        _rewards = MixShare.FromJson(state["rewards"]);
    }

    private static double Exploration(long borders, int sources) => borders == 0 ? 1.0 / sources : Math.Min(1.0 / sources, Math.Sqrt(Math.Log(sources) / (sources * (double)borders)));
}
