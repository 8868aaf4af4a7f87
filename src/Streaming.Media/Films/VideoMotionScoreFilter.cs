using Streaming.Recordings.FFmpeg;
using Streaming.Recordings.Films.Motion;

namespace Streaming.Recordings.Films;

/// <summary>Keeps samples whose films move between <c>min_score</c> and <c>max_score</c>: the mean length of the optical flow (Farnebäck) over sampled frames, in pixels.</summary>
/// <remarks>
/// A film of less than two frames scores -1. As in Data-Juicer the first two frames are always a pair, whatever the sampling rate, and a new size changes width and height for each other.
/// </remarks>
[Operator("video_motion_score_filter", Example = "{ min_score: 0.5, sampling_fps: 2, size: 120, relative: false }")]
internal sealed class VideoMotionScoreFilter : RecordingFilter
{
    private readonly VideoMotionScoreFilterOptions _options;
    private readonly FrameReader _frames;

    public VideoMotionScoreFilter(VideoMotionScoreFilterOptions options) : base(MediaKind.Film, options, ("video_motion_score", ColumnType.Float64))
    {
        _options = options;
        _frames = new(Studio);
    }

    protected override string Threshold => $"{(_options.Interval.Reversed ? "" : "in ")}{_options.Interval}";

    protected override bool IsIn(ReadOnlySpan<double> figures) => _options.Interval.Keeps(figures[0]);

    protected override double[] Measure(Sample sample, Media medium)
    {
        using var file = Studio.FileOf(medium);
        var facts = RecordingFacts.Of(Studio, file);
        var (film, size) = (facts.Film, _frames.SizeOf(facts.Film));
        var count = film.Frames ?? (long)Math.Floor((facts.FilmSeconds * film.Rate) + 0.5);
        var step = film.Rate > 0 ? (long)Math.Round(film.Rate / Math.Min(_options.SamplingFps, film.Rate)) : 1;
        step = Math.Max(Math.Min(step, count - 1), 1);
        var target = _options.Resized(size.Width, size.Height);
        var (sum, pairs) = (0.0, 0);
        FlowFrame? previous = null;
        foreach (var frame in _frames.Read(file, size, step == 1 ? null : $"eq(n,0)+eq(n,1)+not(mod(n,{step}))"))
        {
            var next = new FlowFrame(Gray(target == size ? frame : AreaResize.Of(frame, target.Width, target.Height)));
            if (previous is not null)
            {
                sum += Farneback.MeanMotion(previous, next);
                pairs++;
            }

            previous = next;
        }

        // With every frame sampled, Data-Juicer reads the second one twice: a pair without motion.
        pairs += step == 1 && pairs > 0 ? 1 : 0;
        return [pairs == 0 ? -1 : sum / pairs / (_options.Relative ? Math.Sqrt(((double)target.Width * target.Width) + ((double)target.Height * target.Height)) : 1)];
    }

    // As OpenCV weighs the colours, in 15 bits.
    private static Plane Gray(RgbImage frame)
    {
        var gray = new Plane(frame.Width, frame.Height);
        for (int i = 0, at = 0; i < gray.Values.Length; i++, at += RgbImage.Channels)
        {
            gray.Values[i] = ((9798 * frame.Pixels[at]) + (19235 * frame.Pixels[at + 1]) + (3735 * frame.Pixels[at + 2]) + (1 << 14)) >> 15;
        }

        return gray;
    }
}
