using System.ComponentModel.DataAnnotations;

namespace Streaming.Topologies;

/// <summary>The share of samples that a filter is held to.</summary>
public sealed record KeepOptions
{
    /// <summary>The share that the filter's range is to let pass of the samples that reach it: 0.3 is three in ten.</summary>
    [Range(0.0001, 1.0)]
    public required double Keep { get; init; }

    /// <summary>Which end of the range moves. <c>min</c>: the highest figures pass; <c>max</c>: the lowest.</summary>
    public RangeEnd End { get; init; } = RangeEnd.Min;

    /// <summary>Epochs that the figures are looked at of: few follow a drift soon, many are steadier.</summary>
    [Range(1, 64)]
    public int Window { get; init; } = 4;
}

/// <summary>An end of a range.</summary>
public enum RangeEnd
{
    /// <summary>The lower one.</summary>
    Min,

    /// <summary>The upper one.</summary>
    Max,
}
