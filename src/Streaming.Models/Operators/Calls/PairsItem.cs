using Streaming.Models.Encoders;
using Streaming.Models.Images;
using Streaming.Models.Texts;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>Texts and pictures of one sample, for the two sides of a dual encoder.</summary>
/// <param name="texts">The chunks' texts.</param>
/// <param name="images">Their pictures, one chunk's after the other's.</param>
/// <param name="counts">How many pictures each chunk has; none where each text may go with each picture.</param>
internal sealed class PairsItem(ModelRows<TokenRow, float[]> texts, ModelRows<PixelRow, float[]> images, int[] counts) : DeviceItem
{
    public override int Cost { get; } = texts.Costs.Max();

    public override long Bytes { get; } = texts.Prepared.Sum(text => 4L * text.Ids.Length) + images.Prepared.Sum(image => 4L * image.Values.Length);

    /// <summary>Asks both sides.</summary>
    public static void Run(DualEncoder model, IReadOnlyList<DeviceItem> items, DeviceLimits limits, CancellationToken abort)
    {
        var pairs = items.Cast<PairsItem>().ToArray();
        model.Texts.Run([.. pairs.Select(pair => ((DeviceItem)pair, pair.Texts))], limits, abort);
        model.Images.Run([.. pairs.Select(pair => ((DeviceItem)pair, pair.Images))], limits, abort);
    }

    /// <summary>The vectors, chunk by chunk.</summary>
    public IEnumerable<(float[] Text, IReadOnlyList<float[]> Images)> Chunks()
    {
        var at = 0;
        for (var chunk = 0; chunk < counts.Length; chunk++)
        {
            yield return (texts.Results[chunk], images.Results[at..(at + counts[chunk])]);
            at += counts[chunk];
        }
    }

    /// <summary>The vectors of the texts.</summary>
    public float[][] TextVectors => texts.Results;

    /// <summary>The vectors of the pictures.</summary>
    public float[][] ImageVectors => images.Results;

    private ModelRows<TokenRow, float[]> Texts => texts;

    private ModelRows<PixelRow, float[]> Images => images;
}
