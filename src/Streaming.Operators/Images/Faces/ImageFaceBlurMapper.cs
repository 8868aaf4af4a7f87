using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;
using Streaming.Imaging.Cascades;

namespace Streaming.Operators.Images.Faces;

/// <summary>Blurs the faces of pictures that look ahead. Pictures without one stay as they are; a changed one has bytes and no path: JPEG where it was (quality 95), else PNG.</summary>
/// <remarks>Faces are found by OpenCV's cascade with OpenCV's rounding. It misses faces in profile, turned or covered: a help against recognising people, and no proof of it.</remarks>
[Operator("image_face_blur_mapper", Job = SurveyJob.Ethics, Example = "{ blur_type: gaussian, radius: 8 }")]
internal sealed class ImageFaceBlurMapper(ImageFaceBlurMapperOptions options) : Mapper, IReadsMedia
{
    private readonly FaceFinder _finder = new(options);

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Images;

    public bool DecodesMedia => true;

    protected override void Map(Sample sample) => sample.Images = MediaFiles.OfEach(sample.Images, picture => Blurred(sample, picture));

    private Media Blurred(Sample sample, Media picture)
    {
        var (image, faces) = _finder.Find(sample, picture);
        if (faces.Count == 0)
        {
            return picture;
        }

        var changed = image with { Pixels = (byte[])image.Pixels.Clone() };
        foreach (var face in faces)
        {
            changed.Paste(options.BlurType.Of(image.Crop(face), options.Radius), face.X, face.Y);
        }

        sample.Decoded?.Forget(picture);
        return new Media(ImageEncoder.EncodeLike(changed, MediaFiles.Read(picture).Span), null);
    }
}

/// <summary>Options of <c>image_face_blur_mapper</c>.</summary>
internal sealed record ImageFaceBlurMapperOptions : IFaceSearchOptions, IValidatesOptions
{
    /// <summary>A cascade file of OpenCV (XML, boosted Haar features). Default: <c>haarcascade_frontalface_alt.xml</c>, which is built in.</summary>
    [PathOption("", CascadeFiles.FrontalFace)]
    public string CvClassifier { get; init; } = "";

    /// <summary>How faces are blurred.</summary>
    public BlurType BlurType { get; init; } = BlurType.Gaussian;

    /// <summary>The radius of <c>box</c>, the standard deviation of <c>gaussian</c>, in pixels. Data-Juicer's default leaves large faces easy to recognise.</summary>
    [Range(0.0, 1_000.0)]
    public double Radius { get; init; } = 2;

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
