using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>Options of filters with a model; the first three are those of every filter with a range.</summary>
internal abstract record ModelFilterOptions : ModelOptions
{
    /// <summary>Whether the lower end of the range is part of it.</summary>
    public bool MinClosedInterval { get; init; } = true;

    /// <summary>Whether the upper end of the range is part of it.</summary>
    public bool MaxClosedInterval { get; init; } = true;

    /// <summary>Keeps the samples outside the range instead of those inside; closed ends then belong to the outside.</summary>
    public bool ReversedRange { get; init; }

    /// <summary>The range between two ends under these options.</summary>
    protected Interval Between(double min, double max) => new(min, max, MinClosedInterval, MaxClosedInterval, ReversedRange);
}
