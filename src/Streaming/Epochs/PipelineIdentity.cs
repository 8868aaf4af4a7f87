namespace Streaming.Epochs;

/// <summary>Whose epochs are committed.</summary>
/// <param name="Pipeline">The pipeline's name.</param>
/// <param name="Run">The run's id.</param>
/// <param name="TopologyHash">The topology's hash.</param>
/// <param name="Seed">The topology's seed.</param>
internal sealed record PipelineIdentity(string Pipeline, string Run, string TopologyHash, ulong Seed)
{
    /// <summary>Operators that are asked again about rejects; empty in an ordinary run.</summary>
    public IReadOnlyList<string> Rescored { get; init; } = [];
}
