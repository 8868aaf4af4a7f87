using System.ComponentModel.DataAnnotations;

namespace Streaming.Recordings.Sounds;

/// <summary>Brings sounds to one sampling rate, and to mono or stereo where that is asked. Those that are so already stay as they are; the others become WAVE of 16 bits, or FLAC, with bytes and no path.</summary>
/// <remarks>By FFmpeg's resampler (swresample).</remarks>
[Operator("audio_resample_mapper", Example = "{ rate: 16000, channels: 1 }")]
internal sealed class AudioResampleMapper : RecordingMapper
{
    private readonly AudioResampleMapperOptions _options;
    private readonly SoundFormat _format;

    public AudioResampleMapper(AudioResampleMapperOptions options) : base(MediaKind.Sound, options)
    {
        _options = options;
        _format = new(Studio);
    }

    protected override Media Make(Media medium)
    {
        var (rate, channels) = _format.Of(medium);
        if (rate == _options.Rate && (_options.Channels ?? channels) == channels)
        {
            return medium;
        }

        SoundReader.CheckNumbers(medium);
        using var file = Studio.FileOf(medium);
        string[] mixed = _options.Channels is { } wanted ? ["-ac", $"{wanted}"] : [];
        return Studio.Make(file, _options.Flac ? ".flac" : ".wav", [], ["-map", "0:a:0", "-vn", "-sn", "-dn", "-ar", $"{_options.Rate}", .. mixed, "-sample_fmt", "s16"]);
    }
}

/// <summary>Options of <c>audio_resample_mapper</c>.</summary>
internal sealed record AudioResampleMapperOptions : RecordingMapperOptions
{
    /// <summary>Samples a second.</summary>
    [Range(1000, 384_000)]
    public int Rate { get; init; } = 16_000;

    /// <summary>The number of channels; none keeps each sound's own.</summary>
    [Range(1, 8)]
    public int? Channels { get; init; }

    /// <summary>Whether FLAC is written, about half the size of WAVE and without loss.</summary>
    public bool Flac { get; init; }
}
