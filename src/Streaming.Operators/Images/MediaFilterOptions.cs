namespace Streaming.Operators.Images;

/// <summary>Options that all filters of media share.</summary>
internal abstract record MediaFilterOptions : RangeFilterOptions
{
    /// <summary>Whether one medium in range is enough, or all must be.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;
}
