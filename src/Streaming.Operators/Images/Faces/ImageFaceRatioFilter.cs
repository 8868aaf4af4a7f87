namespace Streaming.Operators.Images.Faces;

/// <summary>Keeps samples whose pictures have a largest face (of those that look ahead) of between <c>min_ratio</c> and <c>max_ratio</c> of the picture's area; 0 without a face.</summary>
/// <remarks>Faces are found by OpenCV's cascade with OpenCV's rounding: the same boxes.</remarks>
[Operator("image_face_ratio_filter", Example = "{ min_ratio: 0.05, max_ratio: 0.4 }")]
internal sealed class ImageFaceRatioFilter(ImageFaceRatioFilterOptions options) : MediaFilter(MediaKind.Picture, options.AnyOrAll, ("face_ratios", ColumnType.Float64))
{
    private readonly FaceFinder _finder = new(options);

    public override bool DecodesMedia => true;

    protected override string Threshold => $"{(options.Interval.Reversed ? "" : "in ")}{options.Interval}";

    protected override bool IsIn(ReadOnlySpan<double> figures) => options.Interval.Keeps(figures[0]);

    protected override double[] Measure(Sample sample, Media picture)
    {
        var (image, faces) = _finder.Find(sample, picture);
        return [faces.Select(face => (double)face.Width * face.Height).DefaultIfEmpty().Max() / ((double)image.Width * image.Height)];
    }
}

/// <summary>Options of <c>image_face_ratio_filter</c>.</summary>
internal sealed record ImageFaceRatioFilterOptions : FaceFilterOptions
{
    /// <summary>The lowest ratio to keep.</summary>
    public double MinRatio { get; init; }

    /// <summary>The highest ratio to keep.</summary>
    public double MaxRatio { get; init; } = 0.4;

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
