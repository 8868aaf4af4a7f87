namespace Streaming.Recordings.Films;

/// <summary>Runs a video filter of FFmpeg over each film, by its name.</summary>
/// <remarks>
/// The result is of the original's format and has no sound, as in Data-Juicer. Without a filter's name samples stay as they are. The global arguments of Data-Juicer's operator are not taken: the engine
/// sets FFmpeg's limits.
/// </remarks>
[Operator("video_ffmpeg_wrapped_mapper", Example = "{ filter_name: scale, filter_kwargs: { width: 400, height: -2 } }")]
internal sealed class VideoFfmpegWrappedMapper(FFmpegWrappedMapperOptions options) : RecordingMapper(MediaKind.Film, options)
{
    private readonly FFmpegWrappedMapperOptions _options = options;

    protected override Media Make(Media medium)
    {
        if (_options.FilterName is null)
        {
            return medium;
        }

        using var file = Studio.FileOf(medium);
        return Studio.Make(file, Containers.ExtensionOf(medium, Studio, file), [], ["-map", "0:v:0", "-an", "-sn", "-dn", "-vf", _options.Filter]);
    }
}
