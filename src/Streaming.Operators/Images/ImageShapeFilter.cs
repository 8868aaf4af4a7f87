using Streaming.Imaging;

namespace Streaming.Operators.Images;

/// <summary>Keeps samples whose pictures, upright, have both a width and a height in range.</summary>
[Operator("image_shape_filter", Example = "{ min_width: 200, min_height: 200, any_or_all: all }")]
internal sealed class ImageShapeFilter(ImageShapeFilterOptions options) : MediaFilter(MediaKind.Picture, options.AnyOrAll, ("image_width", ColumnType.Int64), ("image_height", ColumnType.Int64))
{
    protected override string Threshold => $"{(options.Widths.Reversed ? "" : "in ")}{options.Widths} × {options.Heights}";

    // Data-Juicer's rule, which turns each side's range over by itself: reversed, both must be outside.
    protected override bool IsIn(ReadOnlySpan<double> figures) => options.Widths.Keeps(figures[0]) && options.Heights.Keeps(figures[1]);

    protected override double[] Measure(Sample sample, Media picture) => ImageHeader.Read(picture) is var header ? [header.Width, header.Height] : [];
}

/// <summary>Options of <c>image_shape_filter</c>.</summary>
internal sealed record ImageShapeFilterOptions : MediaFilterOptions
{
    /// <summary>The least width in pixels.</summary>
    public long MinWidth { get; init; } = 1;

    /// <summary>The greatest width in pixels.</summary>
    public long MaxWidth { get; init; } = long.MaxValue;

    /// <summary>The least height in pixels.</summary>
    public long MinHeight { get; init; } = 1;

    /// <summary>The greatest height in pixels.</summary>
    public long MaxHeight { get; init; } = long.MaxValue;

    internal Interval Widths => Between(MinWidth, MaxWidth);

    internal Interval Heights => Between(MinHeight, MaxHeight);
}
