using System.ComponentModel.DataAnnotations;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings;

/// <summary>A filter of sounds or films that asks FFmpeg.</summary>
internal abstract class RecordingFilter(MediaKind kind, RecordingFilterOptions options, params IReadOnlyList<(string Key, ColumnType Type)> stats) : MediaFilter(kind, options.AnyOrAll, stats), IUsesModels
{
    /// <summary>Where it works.</summary>
    protected Studio Studio { get; } = new(options.Limits);

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => FFmpegRuntime.Used;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Studio.Open(context);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Options that all filters of sounds and films share.</summary>
internal abstract record RecordingFilterOptions : MediaFilterOptions, IValidatesOptions
{
    /// <summary>How long FFmpeg may take over one medium; then it is ended, and the sample is a dead letter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest frame that is decoded, in pixels.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxFramePixels { get; init; } = ImageDecoder.DefaultMaxPixels;

    /// <summary>The most bytes that a decoded sound may have: more is a dead letter.</summary>
    [Range(1L, long.MaxValue)]
    public ByteSize MaxDecodedBytes { get; init; } = new(FFmpegLimits.DefaultMaxBytes);

    internal FFmpegLimits Limits => new(Timeout, MaxFramePixels, MaxDecodedBytes.Bytes);

    public virtual IEnumerable<OptionProblem> Validate(string baseFolder) => FFmpegProgram.Problems;
}
