namespace Streaming.Epochs;

/// <summary>A run of consecutive records of one split, as they were taken in: the interleaving of an epoch is the sequence of its runs.</summary>
/// <param name="Split">The split.</param>
/// <param name="Records">How many of its positions followed each other.</param>
internal readonly record struct SplitRun(SplitId Split, long Records);
