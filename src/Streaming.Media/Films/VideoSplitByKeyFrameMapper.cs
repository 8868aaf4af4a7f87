using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Splits films into clips from one key frame to the next.</summary>
/// <remarks>
/// Only films that the text names with <c>&lt;__dj__video&gt;</c> are split. As in Data-Juicer the key frame at which a clip ends belongs to it too. Clips have bytes and no path.
/// </remarks>
[Operator("video_split_by_key_frame_mapper", Example = "{ keep_original_sample: false }")]
internal sealed class VideoSplitByKeyFrameMapper(VideoSplitByKeyFrameMapperOptions options) : FilmSplitter(options)
{
    private const int MaxClips = 10_000;

    protected override IReadOnlyList<Media> Split(Media film)
    {
        using var file = Studio.FileOf(film);
        var facts = RecordingFacts.Of(Studio, file);
        var frames = FilmPackets.Of(Studio, file);
        List<double> starts = [.. frames.Where(frame => frame.IsKey).Select(frame => frame.Seconds)];
        starts = starts.Count > 0 ? starts : [frames[0].Seconds];
        if (starts.Count > MaxClips)
        {
            throw new InvalidDataException($"The film has {starts.Count} key frames, more than {MaxClips}.");
        }

        var cutter = new FilmCutter(Studio);
        return [.. starts.Select((start, i) => cutter.Cut(film, file, facts, start, i + 1 < starts.Count ? starts[i + 1] : null))];
    }
}

/// <summary>Options of <c>video_split_by_key_frame_mapper</c>.</summary>
internal sealed record VideoSplitByKeyFrameMapperOptions : FilmSplitterOptions;
