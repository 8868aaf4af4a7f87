namespace Streaming.Operators.Images;

/// <summary>Options that all filters of pictures share.</summary>
internal abstract record ImageFilterOptions : RangeFilterOptions
{
    /// <summary>Whether one picture in range is enough, or all must be.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;
}
