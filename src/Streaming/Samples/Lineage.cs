namespace Streaming.Samples;

/// <summary>Where a sample came from.</summary>
/// <param name="Split">The split that gave it.</param>
/// <param name="Position">Its position in the split.</param>
/// <param name="Parents">Ids of the samples that it was made of; empty for one that a source gave.</param>
/// <param name="Run">The run's id: a hash of the topology and its seed, so that a replay gives the same.</param>
public sealed record Lineage(SplitId Split, long Position, IReadOnlyList<string> Parents, string Run);
