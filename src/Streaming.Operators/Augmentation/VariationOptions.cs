using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Augmentation;

/// <summary>Options that operators share which make varied copies of texts.</summary>
internal abstract record VariationOptions
{
    /// <summary>Applies all ways that are turned on one after the other to each copy, instead of making copies by each of them.</summary>
    public bool Sequential { get; init; }

    /// <summary>How many copies are made: in all when sequential, else by each way.</summary>
    [Range(1, 1_000)]
    public int AugNum { get; init; } = 1;

    /// <summary>Keeps the original, ahead of its copies.</summary>
    public bool KeepOriginalSample { get; init; } = true;
}
