using System.Globalization;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Takes frames out of films, as JPEG (quality 75): files below <c>frame_dir</c>, or bytes. A column has a list for each film.</summary>
/// <remarks>
/// Files are named <c>frame_dir/NAME/frame_0.jpg</c>… after the film's file name (the sample's id where the film has no path); as in Data-Juicer a file that is there stays as it is. A sample whose column is
/// filled already is left alone.
/// </remarks>
[Operator("video_extract_frames_mapper", Example = "{ frame_sampling_method: uniform, frame_num: 4, output_format: bytes }")]
internal sealed class VideoExtractFramesMapper(VideoExtractFramesMapperOptions options) : Mapper, IUsesModels, IReadsMedia
{
    private const int JpegQuality = 75;

    private readonly Studio _studio = new(options.Limits);

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => FFmpegRuntime.Used;

    public override RowSchema Describe(RowSchema input) =>
        input.With(new(options.FrameField, new ListType(new ListType(options.OutputFormat == FrameOutput.Bytes ? ColumnType.Binary : ColumnType.String))));

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _studio.Open(context);
        return ValueTask.CompletedTask;
    }

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Meta[options.FrameField] is null ? sample.Videos : [];

    protected override void Map(Sample sample)
    {
        if (sample.Meta[options.FrameField] is not null || sample.Videos.Count == 0)
        {
            return;
        }

        var named = options.LegacySplitByTextToken ? FilmTokens.ChunksOf(sample.Text).Sum(FilmTokens.CountIn) : sample.Videos.Count;
        var number = 0;
        var taken = MediaFiles.OfEach([.. sample.Videos.Take(named)], film => Take(film, NameOf(film, sample.Id, number++)));
        sample.Meta[options.FrameField] = sample.Videos.Select((_, i) => i < taken.Length ? taken[i] : []).ToArray();
    }

    private object?[] Take(Media film, string name)
    {
        using var file = _studio.FileOf(film);
        var facts = RecordingFacts.Of(_studio, file);
        var packets = FilmPackets.Of(_studio, file);
        var chosen = FrameSampling.Choose(packets, facts.FilmSeconds, options.FrameSamplingMethod, options.FrameNum, options.Duration);
        var kept = new object?[chosen.Count];
        var (frames, number, next, bytes) = (new FrameReader(_studio), 0, 0, 0L);
        if (chosen.Count == 0)
        {
            return kept;
        }

        var places = chosen.Select((frame, place) => (frame, place)).ToLookup(p => p.frame, p => p.place);
        foreach (var frame in frames.Read(file, frames.SizeOf(facts.Film)))
        {
            if (places.Contains(number))
            {
                var jpeg = ImageEncoder.EncodeJpeg(frame, JpegQuality);
                bytes += jpeg.LongLength * (options.OutputFormat == FrameOutput.Bytes ? places[number].Count() : 0);
                if (bytes > _studio.Limits.MaxBytes)
                {
                    throw new InvalidDataException($"The frames have more than the {_studio.Limits.MaxBytes} bytes allowed.");
                }

                foreach (var place in places[number])
                {
                    kept[place] = options.OutputFormat == FrameOutput.Bytes ? jpeg : Written(name, place, jpeg);
                    next++;
                }
            }

            number++;
            if (next == kept.Length)
            {
                break;
            }
        }

        return next == kept.Length ? kept : throw new InvalidDataException($"The film has {packets.Count} frames, of which {number} can be decoded.");
    }

    private string Written(string name, int place, byte[] jpeg)
    {
        var folder = Path.Combine(options.FrameDir!, name);
        var path = Path.Combine(folder, $"frame_{place.ToString(CultureInfo.InvariantCulture)}.jpg");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            var partial = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(partial, jpeg);
            File.Move(partial, path, overwrite: true);
        }

        return path;
    }

    // Never a way out of the folder.
    private static string NameOf(Media film, string id, int number)
    {
        var name = film.Path is { Length: > 0 } path ? Path.GetFileNameWithoutExtension(path) : $"{id}_{number}";
        var safe = string.Concat(name.Select(c => c is '/' or '\\' || char.IsControl(c) ? '_' : c));
        return safe.Trim('.').Length == 0 ? $"_{number}" : safe;
    }
}

/// <summary>How frames are given.</summary>
internal enum FrameOutput
{
    /// <summary>As paths of files.</summary>
    Path,

    /// <summary>As bytes.</summary>
    Bytes,
}

/// <summary>Options of <c>video_extract_frames_mapper</c>.</summary>
internal sealed record VideoExtractFramesMapperOptions : RecordingMapperOptions
{
    /// <summary>Which frames are taken.</summary>
    public FrameSamplingMethod FrameSamplingMethod { get; init; } = FrameSamplingMethod.AllKeyframes;

    /// <summary>How they are given.</summary>
    public FrameOutput OutputFormat { get; init; } = FrameOutput.Path;

    /// <summary>How many are taken evenly: 1 is the middle, 2 are the first and the last, more lie evenly between them.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 100_000)]
    public int FrameNum { get; init; } = 3;

    /// <summary>The length in seconds of the parts of which each gives its own frames; 0 for the whole film. The last part, whole or not, gives none, as in Data-Juicer.</summary>
    [System.ComponentModel.DataAnnotations.Range(0.0, 1e6)]
    public double Duration { get; init; }

    /// <summary>The folder of the files; needed where paths are given.</summary>
    [PathOption]
    public string? FrameDir { get; init; }

    /// <summary>The column.</summary>
    public string FrameField { get; init; } = "video_frames";

    /// <summary>Whether only films are read that the text names with <c>&lt;__dj__video&gt;</c>.</summary>
    public bool LegacySplitByTextToken { get; init; } = true;

    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        OutputFormat == FrameOutput.Path && string.IsNullOrEmpty(FrameDir) ? [.. base.Validate(baseFolder), new("frame_dir", "must be given where paths are (output_format: path)")] : base.Validate(baseFolder);
}
