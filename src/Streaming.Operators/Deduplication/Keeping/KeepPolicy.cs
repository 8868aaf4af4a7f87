namespace Streaming.Operators.Deduplication.Keeping;

/// <summary>Which one of a group of duplicates stays.</summary>
internal enum KeepPolicy
{
    /// <summary>The first one seen.</summary>
    First,

    /// <summary>Of those that come in one epoch the best by <c>quality</c>; what an earlier epoch, or another table, has seen goes whatever its quality.</summary>
    Best,
}
