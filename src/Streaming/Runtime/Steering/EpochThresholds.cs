using System.Collections.Immutable;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>The ranges of one epoch that are not the topology's. They travel with its batches, since batches of two epochs may be in an operator at once.</summary>
/// <param name="Ranges">By the operator's key.</param>
internal sealed record EpochThresholds(ImmutableSortedDictionary<string, Interval> Ranges)
{
    /// <summary>The operator's range; null: its own.</summary>
    public Interval? Of(OperatorNode node) => Ranges.TryGetValue(node.StateKey, out var range) ? range : null;
}
