using System.ComponentModel.DataAnnotations;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Splits films into clips of <c>split_duration</c> seconds; a film that is no longer stays whole.</summary>
/// <remarks>
/// Only films that the text names with <c>&lt;__dj__video&gt;</c> are split. As in Data-Juicer a clip has the frame at its end and one more, which the next clip has too. Clips have bytes and no path.
/// </remarks>
[Operator("video_split_by_duration_mapper", Example = "{ split_duration: 5, min_last_split_duration: 1, keep_original_sample: false }")]
internal sealed class VideoSplitByDurationMapper(VideoSplitByDurationMapperOptions options) : FilmSplitter(options)
{
    private const int MaxClips = 10_000;

    private readonly VideoSplitByDurationMapperOptions _options = options;

    protected override IReadOnlyList<Media> Split(Media film)
    {
        using var file = Studio.FileOf(film);
        var facts = RecordingFacts.Of(Studio, file);
        var seconds = facts.FilmSeconds;
        var starts = StartsOf(seconds);
        var hasLast = seconds - starts[^1] >= _options.MinLastSplitDuration;
        if (starts.Count == 1)
        {
            return hasLast ? [film] : [];
        }

        var cutter = new FilmCutter(Studio);
        List<Media> clips = [.. starts.Zip(starts.Skip(1)).Select(pair => cutter.Cut(film, file, facts, pair.First, pair.Second, withNext: true))];
        if (hasLast)
        {
            clips.Add(cutter.Cut(film, file, facts, starts[^1], null));
        }

        return clips;
    }

    private List<double> StartsOf(double seconds)
    {
        var count = (long)Math.Max(Math.Ceiling(seconds / _options.SplitDuration), 1);
        return count <= MaxClips
            ? [.. Enumerable.Range(0, (int)count).Select(i => i * _options.SplitDuration)]
            : throw new InvalidDataException($"The film has {seconds} s, which are more than {MaxClips} clips.");
    }
}

/// <summary>Options of <c>video_split_by_duration_mapper</c>.</summary>
internal sealed record VideoSplitByDurationMapperOptions : FilmSplitterOptions
{
    /// <summary>How long a clip is, in seconds.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double SplitDuration { get; init; } = 10;

    /// <summary>How long the last clip must be to be kept, in seconds.</summary>
    [Range(0.0, 1e6)]
    public double MinLastSplitDuration { get; init; }
}
