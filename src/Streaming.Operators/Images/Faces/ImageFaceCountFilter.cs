using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Images.Faces;

/// <summary>Keeps samples whose pictures show between <c>min_face_count</c> and <c>max_face_count</c> faces that look ahead.</summary>
/// <remarks>Faces are found by OpenCV's cascade with OpenCV's rounding: the same boxes.</remarks>
[Operator("image_face_count_filter", Example = "{ min_face_count: 1, max_face_count: 3, any_or_all: all }")]
internal sealed class ImageFaceCountFilter(ImageFaceCountFilterOptions options) : MediaFilter(MediaKind.Picture, options.AnyOrAll, ("face_counts", ColumnType.Int64))
{
    private readonly FaceFinder _finder = new(options);

    public override bool DecodesMedia => true;

    protected override string Threshold => $"{(options.Interval.Reversed ? "" : "in ")}{options.Interval}";

    protected override bool IsIn(ReadOnlySpan<double> figures) => options.Interval.Keeps(figures[0]);

    protected override double[] Measure(Sample sample, Media picture) => [_finder.Find(sample, picture).Faces.Count];
}

/// <summary>Options of <c>image_face_count_filter</c>.</summary>
internal sealed record ImageFaceCountFilterOptions : FaceFilterOptions
{
    /// <summary>The fewest faces to keep.</summary>
    [Range(0L, long.MaxValue)]
    public long MinFaceCount { get; init; } = 1;

    /// <summary>The most faces to keep.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxFaceCount { get; init; } = 1;

    internal Interval Interval => Between(MinFaceCount, MaxFaceCount);
}
