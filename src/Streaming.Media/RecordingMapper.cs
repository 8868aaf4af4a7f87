using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings;

/// <summary>Makes new media of a sample's sounds or films by FFmpeg; those of one path are made once. What is made has bytes and no path.</summary>
internal abstract class RecordingMapper(MediaKind kind, RecordingMapperOptions options) : Mapper, IUsesModels, IReadsMedia
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

    public IEnumerable<Media> MediaOf(Sample sample) => kind.Of(sample);

    protected sealed override void Map(Sample sample) => kind.Set(sample, MediaFiles.OfEach(kind.Of(sample), Make));

    /// <summary>What becomes of one medium: itself, or another one.</summary>
    protected abstract Media Make(Media medium);
}
