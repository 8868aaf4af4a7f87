using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Keeps samples whose films have both a width and a height in range.</summary>
/// <remarks>Those of the first stream of pictures, as it is coded.</remarks>
[Operator("video_resolution_filter", Example = "{ min_width: 640, min_height: 360, any_or_all: all }")]
internal sealed class VideoResolutionFilter(VideoResolutionFilterOptions options) : RecordingFilter(MediaKind.Film, options, ("video_width", ColumnType.Int64), ("video_height", ColumnType.Int64))
{
    private readonly (Interval Widths, Interval Heights) _intervals = (options.Widths, options.Heights);

    protected override string Threshold => $"{(_intervals.Widths.Reversed ? "" : "in ")}{_intervals.Widths} × {_intervals.Heights}";

    protected override bool IsIn(ReadOnlySpan<double> figures) => _intervals.Widths.Keeps(figures[0]) && _intervals.Heights.Keeps(figures[1]);

    protected override double[] Measure(Sample sample, Media medium)
    {
        using var file = Studio.FileOf(medium);
        return RecordingFacts.Of(Studio, file).Film is var film ? [film.Width, film.Height] : [];
    }
}

/// <summary>Options of <c>video_resolution_filter</c>.</summary>
internal sealed record VideoResolutionFilterOptions : RecordingFilterOptions
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
