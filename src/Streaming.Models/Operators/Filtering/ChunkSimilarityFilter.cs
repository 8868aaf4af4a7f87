using Streaming.Imaging;
using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Keeps samples by how well their texts and pictures belong together: CLIP's logit divided by 100 (the cosine, of trained models), one figure for each chunk that has pictures.</summary>
/// <param name="options">How texts and pictures are held against each other.</param>
/// <param name="clip">The folder of a dual encoder.</param>
/// <param name="stat">The stat's key.</param>
/// <param name="interval">The figures to keep.</param>
internal abstract class ChunkSimilarityFilter(ImageTextFilterOptions options, string clip, string stat, Interval interval)
    : FiguresFilter<DualEncoder>(options, clip, stat, interval, options.AnyOrAll), IReadsMedia
{
    // What Data-Juicer divides logits by.
    private const float LogitUnit = 100;

    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : sample.Images;

    public bool DecodesMedia => true;

    /// <summary>What the model sees of a picture; by default all of it. The picture given may be shared and must stay as it is.</summary>
    protected virtual RgbImage Seen(RgbImage picture) => picture;

    protected override DualEncoder Bind(ModelSession session) => session.AsDualEncoder();

    protected override DeviceItem? Ask(Sample sample)
    {
        if (sample.Images.Count == 0 || ImageChunk.Of(sample) is not { Count: > 0 } chunks)
        {
            return null;
        }

        var images = Model.Images.Images;
        var pictures = chunks.SelectMany(chunk => chunk.Images).Select(media => images.Prepare(ImageFlip.Of(Seen(images.Decode(sample, media)), options.HorizontalFlip, options.VerticalFlip))).ToArray();
        return new PairsItem(
            Model.Texts.Prepare([.. chunks.Select(chunk => new Texts.TextInput(chunk.Text))]),
            new(pictures, [.. pictures.Select(Model.Images.CostOf)]),
            [.. chunks.Select(chunk => chunk.Images.Count)]);
    }

    protected override void Run(DualEncoder model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => PairsItem.Run(model, items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item) => ToStat(item is PairsItem pairs ? pairs.Chunks().Select(Figure) : []);

    private double Figure((float[] Text, IReadOnlyList<float[]> Images) chunk)
    {
        var line = Model.Line ?? new LogitLine(LogitUnit, 0);
        return options.ReduceMode.Of([.. chunk.Images.Select(image => line.Of(DualEncoder.Cosine(chunk.Text, image)) / LogitUnit)]);
    }
}
