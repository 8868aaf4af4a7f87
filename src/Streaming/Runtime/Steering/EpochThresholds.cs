using System.Collections.Immutable;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>The ranges of one epoch that are not the topology's. They travel with its batches, since batches of two epochs may be in an operator at once.</summary>
/// <param name="Ranges">By the operator's key.</param>
/// <param name="Followed">The operators whose figures are kept, by key.</param>
internal sealed record EpochThresholds(ImmutableSortedDictionary<string, Interval> Ranges, ImmutableHashSet<string> Followed)
{
    /// <summary>The operator's range; null: its own.</summary>
    public Interval? Of(OperatorNode node) => Ranges.TryGetValue(node.StateKey, out var range) ? range : null;

    /// <summary>Whether the figures that the operator sees are kept.</summary>
    public bool Follows(OperatorNode node) => Followed.Count > 0 && Followed.Contains(node.StateKey);
}
