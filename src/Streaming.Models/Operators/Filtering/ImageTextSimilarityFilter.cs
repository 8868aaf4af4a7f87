using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Filtering;

/// <summary>
/// Keeps samples whose texts and pictures belong together: CLIP's logit divided by 100 (the cosine, of trained models) is between <c>min_score</c> and <c>max_score</c>,
/// one figure for each chunk that has pictures. A sample without pictures stays.
/// </summary>
[Operator("image_text_similarity_filter", Example = "{ hf_clip: models/clip, min_score: 0.2 }", Job = SurveyJob.Alignment)]
internal sealed class ImageTextSimilarityFilter(ImageTextSimilarityFilterOptions options)
    : FiguresFilter<DualEncoder>(options, options.HfClip, "image_text_similarity", options.Interval, options.AnyOrAll), IReadsMedia
{
    // What Data-Juicer divides logits by.
    private const float LogitUnit = 100;

    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : sample.Images;

    public bool DecodesMedia => true;

    protected override DualEncoder Bind(ModelSession session) => session.AsDualEncoder();

    protected override DeviceItem? Ask(Sample sample)
    {
        if (sample.Images.Count == 0 || ImageChunk.Of(sample) is not { Count: > 0 } chunks)
        {
            return null;
        }

        var images = Model.Images.Images;
        var pictures = chunks.SelectMany(chunk => chunk.Images).Select(media => images.Prepare(ImageFlip.Of(images.Decode(sample, media), options.HorizontalFlip, options.VerticalFlip))).ToArray();
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

/// <summary>Options of <c>image_text_similarity_filter</c>.</summary>
internal sealed record ImageTextSimilarityFilterOptions : ImageTextFilterOptions
{
    /// <summary>The folder of a CLIP model.</summary>
    [PathOption]
    public string HfClip { get; init; } = "openai/clip-vit-base-patch32";

    /// <summary>The lowest similarity to keep.</summary>
    public double MinScore { get; init; } = 0.1;

    /// <summary>The highest similarity to keep.</summary>
    public double MaxScore { get; init; } = 1;

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_clip", HfClip)];
}
