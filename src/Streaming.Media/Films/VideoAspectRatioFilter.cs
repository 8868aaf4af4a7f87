using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Keeps samples whose films have a ratio of width to height between <c>min_ratio</c> and <c>max_ratio</c>.</summary>
/// <remarks>The ratio is a double, the bounds are exact, as in Data-Juicer: a film of 64 × 96 lies below a least ratio of 2/3.</remarks>
[Operator("video_aspect_ratio_filter", Example = "{ min_ratio: '9/16', max_ratio: '16/9', any_or_all: all }")]
internal sealed class VideoAspectRatioFilter(VideoAspectRatioFilterOptions options) : RecordingFilter(MediaKind.Film, options, ("video_aspect_ratios", ColumnType.Float64))
{
    private readonly VideoAspectRatioFilterOptions _options = options;
    private readonly (Ratio Min, Ratio Max) _bounds = (Ratio.Parse(options.MinRatio)!.Value, Ratio.Parse(options.MaxRatio)!.Value);

    protected override string Threshold => $"{(_options.ReversedRange ? "outside" : "in")} {_bounds.Min} to {_bounds.Max}";

    // Ends and reversal as of an Interval: which side of each bound the ratio lies on is all that counts.
    protected override bool IsIn(ReadOnlySpan<double> figures)
    {
        var ratio = Ratio.Of(figures[0]);
        return _options.Sides.Keeps(Math.Sign(ratio.CompareTo(_bounds.Min)) < 0 ? -1 : ratio.CompareTo(_bounds.Max) > 0 ? 2 : ratio.CompareTo(_bounds.Min) == 0 ? 0 : ratio.CompareTo(_bounds.Max) == 0 ? 1 : 0.5);
    }

    protected override double[] Measure(Sample sample, Media medium)
    {
        using var file = Studio.FileOf(medium);
        return RecordingFacts.Of(Studio, file).Film is var film ? [(double)film.Width / film.Height] : [];
    }
}

/// <summary>Options of <c>video_aspect_ratio_filter</c>.</summary>
internal sealed record VideoAspectRatioFilterOptions : RecordingFilterOptions
{
    /// <summary>The lowest ratio to keep, e.g. <c>9/21</c>, <c>9:21</c> or <c>0.5</c>.</summary>
    public string MinRatio { get; init; } = "9/21";

    /// <summary>The highest ratio to keep.</summary>
    public string MaxRatio { get; init; } = "21/9";

    // The least ratio is 0, the greatest 1.
    internal Interval Sides => Between(0, 1);

    public override IEnumerable<OptionProblem> Validate(string baseFolder) => [.. RatioOptions.Problems(("min_ratio", MinRatio), ("max_ratio", MaxRatio)), .. base.Validate(baseFolder)];
}
