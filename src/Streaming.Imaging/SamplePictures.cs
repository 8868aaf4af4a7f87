using Streaming.Samples;

namespace Streaming.Imaging;

/// <summary>Decodes pictures of samples, each once for all operators of a stage.</summary>
internal static class SamplePictures
{
    /// <summary>The picture, upright; others may hold it, too: it must not be changed.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="maxPixels">The largest to decode.</param>
    /// <exception cref="InvalidDataException">It is no picture, or cut short, or too large.</exception>
    public static RgbImage Decode(Sample sample, Media picture, long maxPixels)
    {
        if (sample.Decoded is not { } decoded)
        {
            return ImageDecoder.Decode(MediaFiles.Read(picture), maxPixels);
        }

        var image = decoded.Of(picture, () => ImageDecoder.Decode(MediaFiles.Read(picture), maxPixels), made => made.Pixels.Length);

        // Whoever decoded it may have allowed more: its header is asked again, and refuses it as it would have done.
        return (long)image.Width * image.Height <= maxPixels ? image : ImageDecoder.Decode(MediaFiles.Read(picture), maxPixels);
    }
}
