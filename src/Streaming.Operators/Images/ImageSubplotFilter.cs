using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;
using Streaming.Operators.Images.Lines;

namespace Streaming.Operators.Images;

/// <summary>Rejects samples with pictures that are grids of sub-plots: many straight lines, level and upright, in even distances.</summary>
/// <remarks>Edges by Canny, lines by the probabilistic Hough transform, with OpenCV's rounding and order of random numbers, the score by Data-Juicer's rule. A sample without pictures stays.</remarks>
[Operator("image_subplot_filter", Example = "{ min_horizontal_lines: 4, min_vertical_lines: 4, min_confidence: 0.6 }")]
internal sealed class ImageSubplotFilter(ImageSubplotFilterOptions options) : Filter, IReadsMedia
{
    private const string Confidence = "image_subplot_confidence";
    private const string Flat = "horizontal_peak_count";
    private const string Upright = "vertical_peak_count";
    private const string Detected = "subplot_detected";

    public override RowSchema Describe(RowSchema input) =>
        input.WithStat(Confidence, new ListType(ColumnType.Float64)).WithStat(Flat, new ListType(ColumnType.Int64)).WithStat(Upright, new ListType(ColumnType.Int64)).WithStat(Detected, ColumnType.Bool);

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Stats[Confidence] is null ? sample.Images : [];

    public bool DecodesMedia => true;

    protected override bool Keep(Sample sample)
    {
        if (sample.Stats[Confidence] is null)
        {
            var found = MediaFiles.OfEach(sample.Images, picture => Measure(sample, picture));
            sample.Stats[Confidence] = found.Select(f => (object)f.Confidence).ToArray();
            sample.Stats[Flat] = found.Select(f => (object)(long)f.Flat).ToArray();
            sample.Stats[Upright] = found.Select(f => (object)(long)f.Upright).ToArray();
            sample.Stats[Detected] = found.Length > 0 && found.Max(f => f.Confidence) >= options.MinConfidence;
        }

        var (confidences, flat, upright) = (sample.Stats.Figures(Confidence), sample.Stats.Figures(Flat), sample.Stats.Figures(Upright));
        var grids = confidences.Where((c, i) => c >= options.MinConfidence && flat[i] >= options.MinHorizontalLines && upright[i] >= options.MinVerticalLines).Count();
        return confidences.Length == 0 || (options.AnyOrAll == AnyOrAll.Any ? grids == 0 : grids < confidences.Length);
    }

    protected override Rejection Explain(Sample sample) =>
        new($"{(options.AnyOrAll == AnyOrAll.Any ? "a picture is a grid" : "all pictures are grids")} of sub-plots", sample.Stats.Figures(Confidence).Max(), $"less than {options.MinConfidence}");

    private (double Confidence, int Flat, int Upright) Measure(Sample sample, Media picture)
    {
        var image = SamplePictures.Decode(sample, picture, options.MaxImagePixels);
        var lines = SegmentFinder.Find(EdgePicture.Of(image, options.CannyThreshold1, options.CannyThreshold2), options.HoughThreshold, options.MinLineLength, options.MaxLineGap);
        var (flat, upright) = (new List<LineSegment>(), new List<LineSegment>());
        foreach (var line in lines)
        {
            var angle = line.X1 == line.X2 ? 90 : Math.Atan2(line.Y2 - line.Y1, line.X2 - line.X1) * 180 / Math.PI;
            if (Math.Abs(angle) <= options.AngleTolerance || Math.Abs(angle - 180) <= options.AngleTolerance)
            {
                flat.Add(line);
            }
            else if (Math.Abs(angle - 90) <= options.AngleTolerance || Math.Abs(angle + 90) <= options.AngleTolerance)
            {
                upright.Add(line);
            }
        }

        return (SubplotScore.Of(flat, upright, image.Width, image.Height, options.MinHorizontalLines, options.MinVerticalLines), flat.Count, upright.Count);
    }
}

/// <summary>Options of <c>image_subplot_filter</c>.</summary>
internal sealed record ImageSubplotFilterOptions
{
    /// <summary>The fewest level lines of a grid.</summary>
    [Range(1, int.MaxValue)]
    public int MinHorizontalLines { get; init; } = 3;

    /// <summary>The fewest upright lines of a grid.</summary>
    [Range(1, int.MaxValue)]
    public int MinVerticalLines { get; init; } = 3;

    /// <summary>The least score of a grid.</summary>
    [Range(0.0, 1.0)]
    public double MinConfidence { get; init; } = 0.5;

    /// <summary>Whether one grid rejects the sample, or all pictures must be grids.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    /// <summary>The lower threshold of edges.</summary>
    [Range(0, 10_000)]
    public int CannyThreshold1 { get; init; } = 70;

    /// <summary>The upper threshold of edges.</summary>
    [Range(0, 10_000)]
    public int CannyThreshold2 { get; init; } = 190;

    /// <summary>How many pixels must agree on a line.</summary>
    [Range(1, int.MaxValue)]
    public int HoughThreshold { get; init; } = 110;

    /// <summary>The shortest line, in pixels.</summary>
    [Range(0, int.MaxValue)]
    public int MinLineLength { get; init; } = 110;

    /// <summary>The widest gap in a line, in pixels.</summary>
    [Range(0, int.MaxValue)]
    public int MaxLineGap { get; init; } = 18;

    /// <summary>By how many degrees a line may lean.</summary>
    [Range(0.0, 45.0)]
    public double AngleTolerance { get; init; } = 4;

    /// <summary>The largest picture that is decoded, in pixels; a larger one is a dead letter from its header.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxImagePixels { get; init; } = ImageDecoder.DefaultMaxPixels;
}
