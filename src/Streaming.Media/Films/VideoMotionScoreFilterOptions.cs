using System.ComponentModel.DataAnnotations;

namespace Streaming.Recordings.Films;

/// <summary>Options of <c>video_motion_score_filter</c>.</summary>
internal sealed record VideoMotionScoreFilterOptions : RecordingFilterOptions
{
    /// <summary>The least score to keep.</summary>
    public double MinScore { get; init; } = 0.25;

    /// <summary>The greatest score to keep.</summary>
    public double MaxScore { get; init; } = double.MaxValue;

    /// <summary>Frames a second that are compared.</summary>
    [Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public double SamplingFps { get; init; } = 2;

    /// <summary>The size of the frames that are compared: one number for the shorter side, or a list of two for both; none for the film's own.</summary>
    public IReadOnlyList<int>? Size { get; init; }

    /// <summary>The most pixels of the longer side after that.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxSize { get; init; }

    /// <summary>What both sides are made divisible by.</summary>
    [Range(1, 1024)]
    public int Divisible { get; init; } = 1;

    /// <summary>Whether the score is a part of the frame's diagonal.</summary>
    public bool Relative { get; init; }

    internal Interval Interval => Between(MinScore, MaxScore);

    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Size is { Count: > 2 } || Size?.Any(side => side < 1) == true)
        {
            yield return new("size", "write one whole number for the shorter side, or two in a list");
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }
    }

    /// <summary>The size of the frames that are compared. Data-Juicer hands height and width to OpenCV in the wrong order where the size changes.</summary>
    internal (int Width, int Height) Resized(int width, int height)
    {
        var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));
        var (newShorter, newLonger) = Size switch
        {
            [var side] => ((long)side, (long)((double)side * longer / shorter)),
            [var a, var b] => ((long)Math.Min(a, b), (long)Math.Max(a, b)),
            _ => ((long)shorter, (long)longer),
        };
        if (MaxSize is { } most && newLonger > most)
        {
            (newShorter, newLonger) = ((long)(newShorter * ((double)most / newLonger)), most);
        }

        var (newHeight, newWidth) = width >= height ? (newShorter, newLonger) : (newLonger, newShorter);
        (newHeight, newWidth) = (newHeight / Divisible * Divisible, newWidth / Divisible * Divisible);
        return newHeight == height && newWidth == width ? (width, height) : ((int)Math.Max(newHeight, 1), (int)Math.Max(newWidth, 1));
    }
}
