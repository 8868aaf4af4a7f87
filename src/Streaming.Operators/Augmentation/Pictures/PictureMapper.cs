using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Changes pictures, each with a chance. A changed one has bytes and no path: JPEG where it was (quality 95), else PNG. Those of one path are changed alike.</summary>
internal abstract class PictureMapper(PictureMapperOptions options) : Mapper
{
    private ulong _seed;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _seed = context.Seed;
        return ValueTask.CompletedTask;
    }

    protected sealed override void Map(Sample sample)
    {
        var number = 0;
        sample.Images = MediaFiles.OfEach(sample.Images, picture => Of(sample, picture, number++));
    }

    /// <summary>The changed picture; the same one where it stays as it is.</summary>
    protected abstract RgbImage Change(RgbImage image, PictureDraws draws);

    // A draw above p leaves the picture as it is, undecoded: Data-Juicer's rule.
    private Media Of(Sample sample, Media picture, int number)
    {
        var seed = _seed + (ulong)number;
        if (SampleSeed.Draw(sample, seed) > options.P)
        {
            return picture;
        }

        var bytes = MediaFiles.Read(picture);
        var image = ImageDecoder.Decode(bytes, options.MaxImagePixels);
        var changed = Change(image, new(SampleSeed.Of(sample, seed)));
        return ReferenceEquals(changed, image) ? picture : new Media(ImageEncoder.EncodeLike(changed, bytes.Span), null);
    }
}
