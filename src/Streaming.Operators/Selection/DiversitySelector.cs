using System.Numerics.Tensors;
using Streaming.Operators.Selection.Clusters;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>diversity_selector</c>.</summary>
internal sealed record DiversitySelectorOptions : ClusterSelectorOptions;

/// <summary>
/// Picks samples that differ: clusters them by vectors, gives every cluster the same quota (small ones give all they have), and within a cluster takes one after the other the sample that is farthest from those it has
/// kept, beginning with the one nearest to the centre. Kept samples stay in their order.
/// </summary>
/// <remarks>Samples of the input, or the epoch, beyond an eighth of the run's budget lie on disk; their vectors are in memory. With <c>scope: stream</c> each epoch is a set of its own: pick among epochs that are long enough. Time grows with the square of a cluster's size times its quota's share: give more clusters to more samples.</remarks>
[Operator("diversity_selector", Example = "{ embedding_key: embedding, clusters: 1000, select_ratio: 0.2 }", Job = SurveyJob.Diversity)]
internal sealed class DiversitySelector(DiversitySelectorOptions options) : ClusterSelector(options)
{
    protected override IEnumerable<int> Pick(IReadOnlyList<List<Member>> clusters, int wanted) =>
        clusters.Zip(Quotas.Even([.. clusters.Select(c => c.Count)], wanted)).SelectMany(c => Farthest(c.First, c.Second));

    protected override Rejection Explain(Sample sample) => new("like others that were kept, or without a vector");

    private static IEnumerable<int> Farthest(List<Member> members, int wanted)
    {
        // The cosine to the nearest kept one.
        var near = new float[members.Count];
        Array.Fill(near, float.NegativeInfinity);
        var next = wanted > 0 ? members.IndexOf(members.MaxBy(m => m.Cosine)!) : -1;
        for (var taken = 0; taken < wanted; taken++)
        {
            yield return members[next].Sample;
            near[next] = float.PositiveInfinity;
            var kept = members[next].Vector;
            for (var i = 0; i < members.Count; i++)
            {
                near[i] = Math.Max(near[i], TensorPrimitives.Dot<float>(members[i].Vector, kept));
                next = near[i] < near[next] ? i : next;
            }
        }
    }
}
