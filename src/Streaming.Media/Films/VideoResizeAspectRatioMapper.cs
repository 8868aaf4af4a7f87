using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>How a film comes by another ratio.</summary>
internal enum ResizeStrategy
{
    /// <summary>The side that is too long shrinks.</summary>
    Decrease,

    /// <summary>The side that is too short grows.</summary>
    Increase,
}

/// <summary>Stretches films whose ratio of width to height is out of range to the nearest end of it.</summary>
/// <remarks>Sides become even. What is made has no sound, as in Data-Juicer. Where rounding to even leaves the range, the sample is a dead letter; Data-Juicer stops there.</remarks>
[Operator("video_resize_aspect_ratio_mapper", Example = "{ min_ratio: '3/4', max_ratio: '16:9', strategy: decrease }")]
internal sealed class VideoResizeAspectRatioMapper(VideoResizeAspectRatioMapperOptions options) : RecordingMapper(MediaKind.Film, options)
{
    private readonly bool _grows = options.Strategy == ResizeStrategy.Increase;
    private readonly (Ratio Min, Ratio Max) _bounds = (Ratio.Parse(options.MinRatio)!.Value, Ratio.Parse(options.MaxRatio)!.Value);

    protected override Media Make(Media medium) => FilmScaling.Of(Studio, medium, Choose);

    internal (int Width, int Height)? Choose(FilmStream film)
    {
        var ratio = new Ratio(film.Width, film.Height);
        var (width, height) = (film.Width, film.Height);
        if (ratio.CompareTo(_bounds.Min) < 0)
        {
            (width, height) = _grows ? (EvenUp(_bounds.Min.CeilingOf(height)), height) : (width, EvenDown(_bounds.Min.Turned.FloorOf(width)));
        }
        else if (ratio.CompareTo(_bounds.Max) > 0)
        {
            (width, height) = _grows ? (width, EvenUp(_bounds.Max.Turned.CeilingOf(width))) : (EvenDown(_bounds.Max.FloorOf(height)), height);
        }
        else
        {
            return null;
        }

        var made = new Ratio(width, Math.Max(height, 1));
        return made.CompareTo(_bounds.Min) >= 0 && made.CompareTo(_bounds.Max) <= 0
            ? (Math.Max(width, 2), Math.Max(height, 2))
            : throw new InvalidDataException($"No even size near {film.Width} × {film.Height} has a ratio of {_bounds.Min} to {_bounds.Max}.");
    }

    private static int EvenUp(int side) => side + (side % 2);

    private static int EvenDown(int side) => side - (side % 2);
}

/// <summary>Options of <c>video_resize_aspect_ratio_mapper</c>.</summary>
internal sealed record VideoResizeAspectRatioMapperOptions : RecordingMapperOptions
{
    /// <summary>The lowest ratio of width to height, e.g. <c>9/21</c> or <c>9:21</c>.</summary>
    public string MinRatio { get; init; } = "9/21";

    /// <summary>The highest ratio.</summary>
    public string MaxRatio { get; init; } = "21/9";

    /// <summary>Which side changes.</summary>
    public ResizeStrategy Strategy { get; init; } = ResizeStrategy.Increase;

    public override IEnumerable<OptionProblem> Validate(string baseFolder) => [.. RatioOptions.Problems(("min_ratio", MinRatio), ("max_ratio", MaxRatio)), .. base.Validate(baseFolder)];
}
