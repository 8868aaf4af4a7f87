namespace Streaming.Models.Operators;

/// <summary>What is made of the figures of a chunk's pictures.</summary>
internal enum Reduction
{
    /// <summary>Their mean.</summary>
    Avg,

    /// <summary>The highest.</summary>
    Max,

    /// <summary>The lowest.</summary>
    Min,
}

/// <summary>Reduces figures.</summary>
internal static class Reductions
{
    /// <summary>One figure of several.</summary>
    public static double Of(this Reduction how, IReadOnlyList<float> figures) => how switch
    {
        Reduction.Max => figures.Max(),
        Reduction.Min => figures.Min(),
        _ => figures.Average(),
    };
}
