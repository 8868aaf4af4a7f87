using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Recordings.FFmpeg;
using Streaming.Recordings.Films.Scenes;

namespace Streaming.Recordings.Films;

/// <summary>Splits films into clips of one scene each; a film of one scene stays as it is.</summary>
/// <remarks>
/// By the rules of PySceneDetect 0.7. Marks of films in the text are repeated, one for each clip. Clips have bytes and no path, and keep sounds and subtitles.
/// </remarks>
[Operator("video_split_by_scene_mapper", Example = "{ detector: AdaptiveDetector, threshold: 3, min_scene_len: 10 }")]
internal sealed class VideoSplitBySceneMapper(VideoSplitBySceneMapperOptions options) : Mapper, IUsesModels, IReadsMedia
{
    // Frames are compared in about this width.
    private const int ComparedWidth = 256;
    private const int MaxScenes = 10_000;

    private readonly Studio _studio = new(options.Limits);

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => FFmpegRuntime.Used;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _studio.Open(context);
        return ValueTask.CompletedTask;
    }

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Videos;

    protected override void Map(Sample sample)
    {
        if (sample.Videos.Count == 0)
        {
            return;
        }

        var split = MediaFiles.OfEach(sample.Videos, Split);
        sample.Text = FilmTokens.Repeated(sample.Text, [.. split.Select(clips => clips.Count)]);
        sample.Videos = [.. split.SelectMany(clips => clips)];
    }

    private IReadOnlyList<Media> Split(Media film)
    {
        using var file = _studio.FileOf(film);
        var stream = RecordingFacts.Of(_studio, file).Film;
        var cuts = CutsOf(file, stream);
        if (cuts.Count == 1 || stream.Rate <= 0)
        {
            return [film];
        }

        var extension = Containers.ExtensionOf(film, _studio, file);
        return [.. cuts.Select((cut, i) => Clip(file, extension, cut / stream.Rate, i + 1 < cuts.Count ? (cuts[i + 1] - cut) / stream.Rate : null))];
    }

    // The numbers of the frames at which scenes begin.
    private List<int> CutsOf(StudioFile file, FilmStream film)
    {
        var frames = new FrameReader(_studio);
        var (width, height) = frames.SizeOf(film);
        var factor = Math.Max(1, width / (double)ComparedWidth);
        var detector = options.Create();
        var (cuts, number) = (new SortedSet<int> { 0 }, 0);
        foreach (var frame in frames.Read(file, ((int)Math.Round(width / factor), Math.Max(1, (int)Math.Round(height / factor)))))
        {
            if (detector.See(number++, frame) is { } cut && cuts.Add(cut) && cuts.Count > MaxScenes)
            {
                throw new InvalidDataException($"The film has more than {MaxScenes} scenes.");
            }
        }

        return number > 0 ? [.. cuts] : throw new InvalidDataException("The film has no frames.");
    }

    private Media Clip(StudioFile file, string extension, double start, double? seconds)
    {
        string[] length = seconds is { } known ? ["-t", Text(known)] : [];
        return _studio.Make(file, extension, ["-ss", Text(start), .. length], ["-map", "0:v:0", "-map", "0:a?", "-map", "0:s?"]);
    }

    private static string Text(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);
}

/// <summary>Options of <c>video_split_by_scene_mapper</c>.</summary>
internal sealed record VideoSplitBySceneMapperOptions : RecordingMapperOptions
{
    /// <summary>The detector: <c>ContentDetector</c>, <c>ThresholdDetector</c> or <c>AdaptiveDetector</c>.</summary>
    [AllowedValues(nameof(ContentDetector), nameof(ThresholdDetector), nameof(AdaptiveDetector))]
    public string Detector { get; init; } = nameof(ContentDetector);

    /// <summary>The detector's threshold: a mean difference in 8 bits, a brightness in 8 bits, a factor.</summary>
    [Range(0.0, double.MaxValue)]
    public double Threshold { get; init; } = 27;

    /// <summary>The shortest scene in frames.</summary>
    [Range(0, int.MaxValue)]
    public int MinSceneLen { get; init; } = 15;

    internal ISceneDetector Create() => Detector switch
    {
        nameof(AdaptiveDetector) => new AdaptiveDetector(Threshold, MinSceneLen),
        nameof(ThresholdDetector) => new ThresholdDetector(Threshold, MinSceneLen),
        _ => new ContentDetector(Threshold, MinSceneLen),
    };
}
