namespace Streaming.Recordings.Sounds;

/// <summary>Runs an audio filter of FFmpeg over each sound, by its name.</summary>
/// <remarks>The result is of the original's format. Without a filter's name samples stay as they are. The global arguments of Data-Juicer's operator are not taken: the engine sets FFmpeg's limits.</remarks>
[Operator("audio_ffmpeg_wrapped_mapper", Example = "{ filter_name: atrim, filter_kwargs: { end: 6 } }")]
internal sealed class AudioFfmpegWrappedMapper(FFmpegWrappedMapperOptions options) : RecordingMapper(MediaKind.Sound, options)
{
    private readonly FFmpegWrappedMapperOptions _options = options;

    protected override Media Make(Media medium)
    {
        if (_options.FilterName is null)
        {
            return medium;
        }

        SoundReader.CheckNumbers(medium);
        using var file = Studio.FileOf(medium);
        return Studio.Make(file, Containers.ExtensionOf(medium, Studio, file), [], ["-map", "0:a:0", "-vn", "-sn", "-dn", "-af", _options.Filter]);
    }
}
