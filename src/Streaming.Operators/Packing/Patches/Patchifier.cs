using System.Runtime.InteropServices;
using Streaming.Imaging;

namespace Streaming.Operators.Packing.Patches;

/// <summary>Cuts pictures into patches: grid row by row, and within a patch row by row, pixel by pixel, red, green, blue; half precision, little-endian.</summary>
/// <param name="patch">A patch's side in pixels.</param>
/// <param name="mean">What is taken off each channel, of 0 to 1.</param>
/// <param name="deviation">What it is divided by then.</param>
internal sealed class Patchifier(int patch, IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
{
    private const int Channels = 3;

    // Half precision of every level of every channel.
    private readonly Half[] _values = [.. Enumerable.Range(0, 256 * Channels).Select(i => (Half)(((i / Channels / 255.0) - mean[i % Channels]) / deviation[i % Channels]))];

    /// <summary>Numbers of a patch.</summary>
    public int Length => patch * patch * Channels;

    /// <summary>The patches of a picture whose sides are whole patches, as bytes.</summary>
    public byte[] Cut(RgbImage image)
    {
        var patches = GC.AllocateUninitializedArray<byte>(checked(image.Width * image.Height * Channels * 2));
        var into = MemoryMarshal.Cast<byte, Half>(patches.AsSpan());
        var (columns, stretch) = (image.Width / patch, patch * Channels);
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Pixels.AsSpan(y * image.Width * Channels, image.Width * Channels);
            for (var column = 0; column < columns; column++)
            {
                var pixels = row.Slice(column * stretch, stretch);
                var to = into.Slice(((((y / patch) * columns) + column) * Length) + ((y % patch) * stretch), stretch);
                for (var i = 0; i < stretch; i += Channels)
                {
                    to[i] = _values[pixels[i] * Channels];
                    to[i + 1] = _values[(pixels[i + 1] * Channels) + 1];
                    to[i + 2] = _values[(pixels[i + 2] * Channels) + 2];
                }
            }
        }

        return patches;
    }
}
