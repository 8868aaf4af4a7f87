namespace Streaming.Feed.Gathering;

/// <summary>Neighbouring values of an array.</summary>
internal readonly record struct RowRange(int Start, int Length);
