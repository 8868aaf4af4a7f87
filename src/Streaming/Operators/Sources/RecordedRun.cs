namespace Streaming.Operators;

/// <summary>A run of consecutive records of one split, as a commit recorded it.</summary>
/// <param name="Split">The split.</param>
/// <param name="Records">How many of its records followed each other.</param>
public readonly record struct RecordedRun(SplitId Split, long Records);
