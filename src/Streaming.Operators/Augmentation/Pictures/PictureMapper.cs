using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Changes pictures, each with a chance. A changed one has bytes and no path: JPEG where it was (quality 95), else PNG. Those of one path are changed alike.</summary>
internal abstract class PictureMapper(PictureMapperOptions options) : Mapper, IReadsMedia
{
    private ulong _seed;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _seed = context.Seed;
        return ValueTask.CompletedTask;
    }

    public IEnumerable<Media> MediaOf(Sample sample) => MediaFiles.Distinct(sample.Images).Where((_, number) => IsChanged(sample, number));

    public bool DecodesMedia => true;

    protected sealed override void Map(Sample sample)
    {
        var number = 0;
        sample.Images = MediaFiles.OfEach(sample.Images, picture => Of(sample, picture, number++));
    }

    /// <summary>The changed picture, a new one; the same one where it stays as it is.</summary>
    protected abstract RgbImage Change(RgbImage image, PictureDraws draws);

    // A draw above p leaves the picture as it is, undecoded: Data-Juicer's rule.
    private bool IsChanged(Sample sample, int number) => SampleSeed.Draw(sample, _seed + (ulong)number) <= options.P;

    private Media Of(Sample sample, Media picture, int number)
    {
        if (!IsChanged(sample, number))
        {
            return picture;
        }

        var image = SamplePictures.Decode(sample, picture, options.MaxImagePixels);
        var changed = Change(image, new(SampleSeed.Of(sample, _seed + (ulong)number)));
        if (ReferenceEquals(changed, image))
        {
            return picture;
        }

        sample.Decoded?.Forget(picture);
        return new Media(ImageEncoder.EncodeLike(changed, MediaFiles.Read(picture).Span), null);
    }
}
