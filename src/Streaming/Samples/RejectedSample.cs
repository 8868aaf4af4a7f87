namespace Streaming.Samples;

/// <summary>Why a filter said no.</summary>
/// <param name="Reason">A short sentence for people.</param>
/// <param name="Value">The figure that failed, or null.</param>
/// <param name="Threshold">What it was held against, e.g. <c>[10, 100000]</c>, or null.</param>
public readonly record struct Rejection(string Reason, double? Value = null, string? Threshold = null);

/// <summary>A sample that a filter, deduplicator or selector refused: kept, with the reason, and re-scorable.</summary>
/// <param name="Sample">The sample as it was.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Why">The reason.</param>
public sealed record RejectedSample(Sample Sample, string Operator, Rejection Why);
