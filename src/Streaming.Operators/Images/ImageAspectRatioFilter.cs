using Streaming.Imaging;

namespace Streaming.Operators.Images;

/// <summary>Keeps samples whose pictures have a ratio of width to height, upright, between <c>min_ratio</c> and <c>max_ratio</c>.</summary>
[Operator("image_aspect_ratio_filter", Example = "{ min_ratio: 0.5, max_ratio: 2, any_or_all: all }")]
internal sealed class ImageAspectRatioFilter(ImageAspectRatioFilterOptions options) : MediaFilter(MediaKind.Picture, options.AnyOrAll, ("aspect_ratios", ColumnType.Float64))
{
    protected override string Threshold => $"{(options.Interval.Reversed ? "" : "in ")}{options.Interval}";

    protected override bool IsIn(ReadOnlySpan<double> figures) => options.Interval.Keeps(figures[0]);

    protected override double[] Measure(Sample sample, Media picture) => ImageHeader.Read(picture) is var header ? [(double)header.Width / header.Height] : [];
}

/// <summary>Options of <c>image_aspect_ratio_filter</c>.</summary>
internal sealed record ImageAspectRatioFilterOptions : MediaFilterOptions
{
    /// <summary>The lowest ratio to keep.</summary>
    public double MinRatio { get; init; } = 0.333;

    /// <summary>The highest ratio to keep.</summary>
    public double MaxRatio { get; init; } = 3.0;

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
