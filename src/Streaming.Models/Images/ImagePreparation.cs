using Streaming.Imaging;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Samples;

namespace Streaming.Models.Images;

/// <summary>Makes pixel values of pictures, as the image processor of the folder does, and a graph's input of them.</summary>
internal sealed class ImagePreparation
{
    private readonly ImageSettings _settings;
    private readonly long _maxPixels;
    private readonly float[][] _levels;

    public ImagePreparation(ModelFolder folder, long maxPixels)
    {
        _settings = ImageSettings.Of(folder);
        _maxPixels = maxPixels;
        _levels = [.. Enumerable.Range(0, RgbImage.Channels).Select(LevelsOf)];
    }

    public PixelRow Prepare(ReadOnlyMemory<byte> bytes) => Prepare(ImageDecoder.Decode(bytes, _maxPixels));

    public PixelRow Prepare(RgbImage image) => Normalized(Sized(image));

    public RgbImage Decode(Sample sample, Media picture) => SamplePictures.Decode(sample, picture, _maxPixels);

    /// <summary>The picture resized and cut, in 8 bits.</summary>
    public RgbImage Sized(RgbImage image)
    {
        if (_settings.Resize is { } rule)
        {
            var (height, width) = rule.SizeOf(image.Height, image.Width);
            image = ImageResize.Resize(image, width, height, _settings.Resample);
            image = rule.ThenCrops is { } side ? CenterCrop.Of(image, side, side) : image;
        }

        return _settings.Crop is { } crop ? CenterCrop.Of(image, crop.Height, crop.Width) : image;
    }

    public PixelRow Normalized(RgbImage image)
    {
        var plane = image.Width * image.Height;
        var values = GC.AllocateUninitializedArray<float>(plane * RgbImage.Channels);
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var levels = _levels[channel];
            var to = values.AsSpan(channel * plane, plane);
            for (int i = 0, from = channel; i < to.Length; i++, from += RgbImage.Channels)
            {
                to[i] = levels[image.Pixels[from]];
            }
        }

        return new PixelRow(image.Height, image.Width, values);
    }

    /// <summary>Adds a batch of pictures of one size.</summary>
    public static void Fill(GraphInputs inputs, IReadOnlyList<PixelRow> rows)
    {
        var (height, width) = (rows[0].Height, rows[0].Width);
        var length = rows[0].Values.Length;
        var values = inputs.Rent<float>(checked(length * rows.Count));
        for (var row = 0; row < rows.Count; row++)
        {
            if ((rows[row].Height, rows[row].Width) != (height, width))
            {
                throw new InvalidOperationException($"A batch of pictures has two sizes, {width} × {height} and {rows[row].Width} × {rows[row].Height}: this model's processor gives no fixed size, so call it one by one.");
            }

            rows[row].Values.CopyTo(values.Span[(row * length)..]);
        }

        inputs.Add("pixel_values", values, rows.Count, RgbImage.Channels, height, width);
    }

    /// <summary>A picture of one colour, of the size that the model gets.</summary>
    public PixelRow Blank(int level = 127)
    {
        const int side = 64;
        var pixels = new byte[side * side * RgbImage.Channels];
        Array.Fill(pixels, (byte)level);
        return Normalized(Sized(new RgbImage(side, side, pixels)));
    }

    // The arithmetic of transformers: scaled in double precision, normalised in single.
    private float[] LevelsOf(int channel) =>
        [.. Enumerable.Range(0, 256).Select(level => ((float)(level * _settings.Scale) - _settings.Mean[channel]) / _settings.Std[channel])];
}
