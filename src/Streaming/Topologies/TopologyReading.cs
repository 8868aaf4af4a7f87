namespace Streaming.Topologies;

/// <summary>What reading a topology gave.</summary>
/// <param name="Spec">The topology; null where a problem is more than a warning.</param>
/// <param name="Problems">Every problem, in the order of the file.</param>
public sealed record TopologyReading(TopologySpec? Spec, IReadOnlyList<TopologyProblem> Problems);
