using System.ComponentModel.DataAnnotations;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings;

/// <summary>Options that all mappers of sounds and films share.</summary>
internal abstract record RecordingMapperOptions : IValidatesOptions
{
    /// <summary>How long FFmpeg may take over one medium; then it is ended, and the sample is a dead letter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest frame that is decoded, in pixels.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxFramePixels { get; init; } = ImageDecoder.DefaultMaxPixels;

    /// <summary>The most bytes that a medium which is made, or decoded, may have: more is a dead letter.</summary>
    [Range(1L, long.MaxValue)]
    public ByteSize MaxMadeBytes { get; init; } = new(FFmpegLimits.DefaultMaxBytes);

    internal FFmpegLimits Limits => new(Timeout, MaxFramePixels, MaxMadeBytes.Bytes);

    public virtual IEnumerable<OptionProblem> Validate(string baseFolder) => FFmpegProgram.Problems;
}
