using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Options of filters that hold texts against the pictures that they mark.</summary>
internal abstract record ImageTextFilterOptions : ModelFilterOptions
{
    /// <summary>Taken for the sake of Data-Juicer's recipes; no code of a model folder is ever run.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>Mirrors pictures, left to right, before they are looked at.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Mirrors pictures, top to bottom, before they are looked at.</summary>
    public bool VerticalFlip { get; init; }

    /// <summary>Whether one chunk in range is enough, or all must be.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    /// <summary>What counts where a chunk has several pictures: their mean, the highest or the lowest.</summary>
    public Reduction ReduceMode { get; init; } = Reduction.Avg;
}
