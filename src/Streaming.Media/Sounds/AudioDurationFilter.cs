using System.ComponentModel.DataAnnotations;

namespace Streaming.Recordings.Sounds;

/// <summary>Keeps samples whose sounds last between <c>min_duration</c> and <c>max_duration</c> seconds.</summary>
/// <remarks>The samples of the decoded sound by their rate. Plain WAVE files need no FFmpeg.</remarks>
[Operator("audio_duration_filter", Example = "{ min_duration: 1, max_duration: 30 }")]
internal sealed class AudioDurationFilter : RecordingFilter
{
    private readonly Interval _interval;
    private readonly SoundReader _sounds;

    public AudioDurationFilter(AudioDurationFilterOptions options) : base(MediaKind.Sound, options, ("audio_duration", ColumnType.Float64))
    {
        _interval = options.Interval;
        _sounds = new(Studio);
    }

    public override bool DecodesMedia => true;

    protected override string Threshold => $"{(_interval.Reversed ? "" : "in ")}{_interval} s";

    protected override bool IsIn(ReadOnlySpan<double> figures) => _interval.Keeps(figures[0]);

    protected override double[] Measure(Sample sample, Media medium) => [_sounds.Seconds(sample, medium)];
}

/// <summary>Options of <c>audio_duration_filter</c>.</summary>
internal sealed record AudioDurationFilterOptions : RecordingFilterOptions
{
    /// <summary>The shortest to keep, in seconds.</summary>
    [Range(0.0, double.MaxValue)]
    public double MinDuration { get; init; }

    /// <summary>The longest to keep, in seconds.</summary>
    [Range(0.0, double.MaxValue)]
    public double MaxDuration { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinDuration, MaxDuration);
}
