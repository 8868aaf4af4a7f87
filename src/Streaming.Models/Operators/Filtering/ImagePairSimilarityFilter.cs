using Streaming.Imaging;
using Streaming.Models.Encoders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Keeps samples whose two pictures are alike: the cosine of their vectors is between <c>min_score</c> and <c>max_score</c>. A sample without pictures stays; one with another number than two, or with one picture twice, is buried.</summary>
[Operator("image_pair_similarity_filter", Example = "{ hf_clip: models/clip, max_score: 0.95 }", Job = SurveyJob.Alignment)]
internal sealed class ImagePairSimilarityFilter(ImagePairSimilarityFilterOptions options)
    : FiguresFilter<ImageEmbedder>(options, options.HfClip, "image_pair_similarity", options.Interval, options.AnyOrAll), IReadsMedia
{
    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : sample.Images;

    public bool DecodesMedia => true;

    protected override ImageEmbedder Bind(ModelSession session) => session.AsDualEncoder().Images;

    protected override DeviceItem? Ask(Sample sample) => (sample.Images.Count, MediaFiles.Distinct(sample.Images).Count) switch
    {
        (0, _) => null,
        (2, 2) => Model.AskPictures(Model.Images, sample, sample.Images),
        var (_, different) => throw new InvalidDataException($"A pair of two different images is needed; this sample has {sample.Images.Count}, {different} of them different."),
    };

    protected override void Run(ImageEmbedder model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item) =>
        ToStat(item is RowsItem<PixelRow, float[]> { Rows.Results: [var first, var second] } ? [DualEncoder.Cosine(first, second)] : []);
}

/// <summary>Options of <c>image_pair_similarity_filter</c>.</summary>
internal sealed record ImagePairSimilarityFilterOptions : ModelFilterOptions
{
    /// <summary>The folder of a CLIP model.</summary>
    [PathOption]
    public string HfClip { get; init; } = "openai/clip-vit-base-patch32";

    /// <summary>Taken for the sake of Data-Juicer's recipes; no code of a model folder is ever run.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>The lowest similarity to keep.</summary>
    public double MinScore { get; init; } = 0.1;

    /// <summary>The highest similarity to keep.</summary>
    public double MaxScore { get; init; } = 1;

    /// <summary>Of no effect: there is one pair.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_clip", HfClip)];
}
