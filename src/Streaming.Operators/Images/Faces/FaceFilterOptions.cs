using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;
using Streaming.Imaging.Cascades;

namespace Streaming.Operators.Images.Faces;

/// <summary>Options that filters by faces share.</summary>
internal abstract record FaceFilterOptions : MediaFilterOptions, IFaceSearchOptions, IValidatesOptions
{
    /// <summary>A cascade file of OpenCV (XML, boosted Haar features). Default: <c>haarcascade_frontalface_alt.xml</c>, which is built in.</summary>
    [PathOption("", CascadeFiles.FrontalFace)]
    public string CvClassifier { get; init; } = "";

    /// <summary>From size to size of the faces that are looked for.</summary>
    [OptionName("scaleFactor")]
    [Range(1.01, 100.0)]
    public double ScaleFactor { get; init; } = 1.1;

    /// <summary>How many findings of a face must agree, less one; 0 counts each finding.</summary>
    [OptionName("minNeighbors")]
    [Range(0, int.MaxValue)]
    public int MinNeighbors { get; init; } = 3;

    /// <summary>The smallest face to look for: width and height in pixels.</summary>
    [OptionName("minSize")]
    public IReadOnlyList<int>? MinSize { get; init; }

    /// <summary>The largest face to look for: width and height in pixels.</summary>
    [OptionName("maxSize")]
    public IReadOnlyList<int>? MaxSize { get; init; }

    /// <summary>The largest picture that is decoded, in pixels; a larger one is a dead letter from its header.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxImagePixels { get; init; } = ImageDecoder.DefaultMaxPixels;

    public IEnumerable<OptionProblem> Validate(string baseFolder) => FaceFinder.Problems(this);
}
