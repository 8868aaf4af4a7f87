using Streaming.Imaging;
using Streaming.Imaging.Cascades;

namespace Streaming.Operators.Images.Faces;

/// <summary>Finds faces in pictures.</summary>
internal sealed class FaceFinder(IFaceSearchOptions options)
{
    private readonly Lazy<CascadeDetector> _detector = new(() => new(
        CascadeFiles.Open(options.CvClassifier),
        new(options.ScaleFactor, options.MinNeighbors, SizeOf(options.MinSize), SizeOf(options.MaxSize))));

    /// <summary>The picture, upright, and the boxes of its faces.</summary>
    /// <exception cref="InvalidDataException">It is no picture that can be decoded.</exception>
    public (RgbImage Image, IReadOnlyList<Box> Faces) Find(Sample sample, Media picture)
    {
        var image = SamplePictures.Decode(sample, picture, options.MaxImagePixels);
        return (image, _detector.Value.Find(image));
    }

    /// <summary>What is wrong with the options, the cascade included: it is read.</summary>
    public static IEnumerable<OptionProblem> Problems(IFaceSearchOptions options)
    {
        foreach (var (name, size) in new[] { ("minSize", options.MinSize), ("maxSize", options.MaxSize) })
        {
            if (size is { Count: not 2 } || size?.Any(side => side < 0) == true)
            {
                yield return new(name, $"'{name}' is a width and a height in pixels: [30, 30]");
            }
        }

        if (ProblemOf(options.CvClassifier) is { } problem)
        {
            yield return new("cv_classifier", problem);
        }
    }

    private static string? ProblemOf(string cascade)
    {
        try
        {
            CascadeFiles.Open(cascade);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    private static (int, int)? SizeOf(IReadOnlyList<int>? size) => size is [var width, var height] ? (width, height) : null;
}
