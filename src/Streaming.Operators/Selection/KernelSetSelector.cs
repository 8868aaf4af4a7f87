using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using Streaming.Operators.Selection.Clusters;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>kernel_set_selector</c>.</summary>
internal sealed record KernelSetSelectorOptions : ClusterSelectorOptions
{
    /// <summary>Within a cluster, a sample whose cosine to one that was kept is at least this counts as its double and goes; null: none does.</summary>
    [Range(-1.0, 1.0)]
    public double? DuplicateThreshold { get; init; }
}

/// <summary>
/// Picks a small set that stands for all: clusters samples by vectors and keeps of each cluster, in proportion to its size, those nearest to its centre, without near doubles (the core set of Bunny, arXiv
/// 2402.11530). Kept samples stay in their order.
/// </summary>
/// <remarks>Samples of the input, or the epoch, beyond an eighth of the run's budget lie on disk; their vectors are in memory. With <c>scope: stream</c> each epoch is a set of its own: pick among epochs that are long enough.</remarks>
[Operator("kernel_set_selector", Example = "{ embedding_key: embedding, clusters: 1000, select_ratio: 0.1, duplicate_threshold: 0.95 }")]
internal sealed class KernelSetSelector(KernelSetSelectorOptions options) : ClusterSelector(options)
{
    protected override IEnumerable<int> Pick(IReadOnlyList<List<Member>> clusters, int wanted)
    {
        var distinct = clusters.Select(WithoutDoubles).ToList();
        return distinct.Zip(Quotas.Proportional([.. distinct.Select(c => c.Count)], wanted)).SelectMany(c => c.First.Take(c.Second).Select(m => m.Sample));
    }

    protected override Rejection Explain(Sample sample) => new("not among the nearest to a centre, the double of one, or without a vector");

    // Nearest to the centre first, so that of doubles the one stays that says most about the cluster.
    private List<Member> WithoutDoubles(List<Member> cluster)
    {
        var ordered = cluster.OrderByDescending(m => m.Cosine).ThenBy(m => m.Sample);
        if (options.DuplicateThreshold is not { } threshold)
        {
            return [.. ordered];
        }

        var kept = new List<Member>();
        foreach (var member in ordered)
        {
            if (!kept.Exists(k => TensorPrimitives.Dot<float>(k.Vector, member.Vector) >= threshold))
            {
                kept.Add(member);
            }
        }

        return kept;
    }
}
