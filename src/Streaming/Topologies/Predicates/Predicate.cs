namespace Streaming.Topologies;

/// <summary>A comparison of one value of a sample with a constant.</summary>
/// <param name="Text">As the topology says it, e.g. <c>lang == 'de'</c>.</param>
/// <param name="Holds">Whether it holds for a sample; a missing value makes every comparison but <c>!=</c> false.</param>
public sealed record Predicate(string Text, Func<Sample, bool> Holds);
