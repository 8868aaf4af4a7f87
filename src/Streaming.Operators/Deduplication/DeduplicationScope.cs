namespace Streaming.Operators.Deduplication;

/// <summary>Against what a sample is held.</summary>
internal enum DeduplicationScope
{
    /// <summary>Against every earlier sample, in this run or a former one.</summary>
    Stream,

    /// <summary>Against the whole input: clusters of samples that collide, directly or over others; the first of each stays.</summary>
    Dataset,
}
