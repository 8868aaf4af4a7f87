using System.ComponentModel.DataAnnotations;

namespace Streaming.Recordings.Films;

/// <summary>What becomes of a film's ratio when its size changes.</summary>
internal enum OriginalAspectRatio
{
    /// <summary>It may change.</summary>
    Disable,

    /// <summary>It stays: the side that is too long shrinks.</summary>
    Decrease,

    /// <summary>It stays: the side that is too short grows.</summary>
    Increase,
}

/// <summary>Scales films whose width or height is out of range into it.</summary>
/// <remarks>What is made has no sound, as in Data-Juicer. Films in range stay as they are.</remarks>
[Operator("video_resize_resolution_mapper", Example = "{ max_width: 1280, max_height: 720, force_original_aspect_ratio: decrease }")]
internal sealed class VideoResizeResolutionMapper(VideoResizeResolutionMapperOptions options) : RecordingMapper(MediaKind.Film, options)
{
    private readonly VideoResizeResolutionMapperOptions _options = options;

    protected override Media Make(Media medium) => FilmScaling.Of(Studio, medium, film => Choose(film.Width, film.Height));

    internal (int Width, int Height)? Choose(int width, int height)
    {
        var (ratio, divisor) = ((double)width / height, _options.ForceOriginalAspectRatio == OriginalAspectRatio.Disable ? 2 : _options.ForceDivisibleBy);
        if (width >= _options.MinWidth && width <= _options.MaxWidth && height >= _options.MinHeight && height <= _options.MaxHeight)
        {
            return null;
        }

        var (wide, high) = Shaped(width, height, ratio);
        wide = Within(wide, _options.MinWidth, _options.MaxWidth, divisor);
        high = Within(high, _options.MinHeight, _options.MaxHeight, divisor);
        var isNarrow = wide / high < ratio;
        if (wide / high != ratio)
        {
            (wide, high) = (_options.ForceOriginalAspectRatio, isNarrow) switch
            {
                (OriginalAspectRatio.Increase, true) or (OriginalAspectRatio.Decrease, false) => (high * ratio, high),
                (OriginalAspectRatio.Increase, false) or (OriginalAspectRatio.Decrease, true) => (wide, wide / ratio),
                _ => (wide, high),
            };
        }

        return (Rounded(wide, divisor), Rounded(high, divisor));
    }

    // One bound after the other, each with the ratio kept.
    private (double Width, double Height) Shaped(double width, double height, double ratio)
    {
        if (width < _options.MinWidth)
        {
            (width, height) = (_options.MinWidth, _options.MinWidth / ratio);
        }

        if (width > _options.MaxWidth)
        {
            (width, height) = (_options.MaxWidth, _options.MaxWidth / ratio);
        }

        if (height < _options.MinHeight)
        {
            (width, height) = (_options.MinHeight * ratio, _options.MinHeight);
        }

        return height > _options.MaxHeight ? (_options.MaxHeight * ratio, _options.MaxHeight) : (width, height);
    }

    private static double Within(double side, long min, long max, int divisor)
    {
        var up = Math.Ceiling(Math.Floor(Math.Max(side, min)) / divisor) * divisor;
        return Math.Floor(Math.Floor(Math.Min(up, max)) / divisor) * divisor;
    }

    private static int Rounded(double side, int divisor) => (int)Math.Clamp(Math.Round(side / divisor) * divisor, divisor, int.MaxValue / 2);
}

/// <summary>Options of <c>video_resize_resolution_mapper</c>.</summary>
internal sealed record VideoResizeResolutionMapperOptions : RecordingMapperOptions
{
    /// <summary>The least width in pixels.</summary>
    [Range(1L, long.MaxValue)]
    public long MinWidth { get; init; } = 1;

    /// <summary>The greatest width in pixels.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxWidth { get; init; } = long.MaxValue;

    /// <summary>The least height in pixels.</summary>
    [Range(1L, long.MaxValue)]
    public long MinHeight { get; init; } = 1;

    /// <summary>The greatest height in pixels.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxHeight { get; init; } = long.MaxValue;

    /// <summary>Whether the ratio of width to height must stay, and which side gives way.</summary>
    public OriginalAspectRatio ForceOriginalAspectRatio { get; init; } = OriginalAspectRatio.Disable;

    /// <summary>What both sides are made divisible by where the ratio stays; an even number.</summary>
    [Range(2, 1024)]
    public int ForceDivisibleBy { get; init; } = 2;

    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        ForceDivisibleBy % 2 == 1 ? [.. base.Validate(baseFolder), new("force_divisible_by", "must be even")] : base.Validate(baseFolder);
}
