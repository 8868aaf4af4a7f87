using System.ComponentModel.DataAnnotations;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Keeps samples whose films last between <c>min_duration</c> and <c>max_duration</c> seconds.</summary>
/// <remarks>What the first stream of pictures says; where it says nothing (WebM), what the container says.</remarks>
[Operator("video_duration_filter", Example = "{ min_duration: 2, max_duration: 600 }")]
internal sealed class VideoDurationFilter(VideoDurationFilterOptions options) : RecordingFilter(MediaKind.Film, options, ("video_duration", ColumnType.Float64))
{
    private readonly Interval _interval = options.Interval;

    protected override string Threshold => $"{(_interval.Reversed ? "" : "in ")}{_interval} s";

    protected override bool IsIn(ReadOnlySpan<double> figures) => _interval.Keeps(figures[0]);

    protected override double[] Measure(Sample sample, Media medium)
    {
        using var file = Studio.FileOf(medium);
        return [RecordingFacts.Of(Studio, file).FilmSeconds];
    }
}

/// <summary>Options of <c>video_duration_filter</c>.</summary>
internal sealed record VideoDurationFilterOptions : RecordingFilterOptions
{
    /// <summary>The shortest to keep, in seconds.</summary>
    [Range(0.0, double.MaxValue)]
    public double MinDuration { get; init; }

    /// <summary>The longest to keep, in seconds.</summary>
    [Range(0.0, double.MaxValue)]
    public double MaxDuration { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinDuration, MaxDuration);
}
