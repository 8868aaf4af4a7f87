namespace Streaming.Models.Encoders;

/// <summary>How the vectors of a text's tokens become one.</summary>
public enum Pooling
{
    /// <summary>The graph pools itself: its output is the vector.</summary>
    None,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The first one.</summary>
    Cls,

    /// <summary>The last one.</summary>
    LastToken,

    /// <summary>The largest value of each place.</summary>
    Max,

    /// <summary>Their sum, divided by the square root of their number.</summary>
    MeanSqrtLength,

    /// <summary>Their mean, the first weighted 1, the second 2…</summary>
    WeightedMean,
}
