using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Filtering;

/// <summary>
/// Keeps samples whose texts and pictures match: the probability that a model which reads both together (BLIP's matching head) gives to its second class is between
/// <c>min_score</c> and <c>max_score</c>, one figure for each chunk that has pictures. A sample without pictures stays.
/// </summary>
[Operator("image_text_matching_filter", Example = "{ hf_blip: models/blip-itm, min_score: 0.5 }", Job = SurveyJob.Alignment)]
internal sealed class ImageTextMatchingFilter(ImageTextMatchingFilterOptions options)
    : FiguresFilter<ImageTextClassifier>(options, options.HfBlip, "image_text_matching_score", options.Interval, options.AnyOrAll), IReadsMedia
{
    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : sample.Images;

    public bool DecodesMedia => true;

    protected override ImageTextClassifier Bind(ModelSession session)
    {
        var model = session.AsImageTextClassifier();
        return model.Labels.Count >= 2
            ? model
            : throw new BadInputException($"The model '{session.Folder.FullPath}' has one output; a matching head has two (no match, match). Name another model.");
    }

    protected override DeviceItem? Ask(Sample sample)
    {
        if (sample.Images.Count == 0 || ImageChunk.Of(sample) is not { Count: > 0 } chunks)
        {
            return null;
        }

        var rows = chunks.SelectMany(chunk => chunk.Images.Select(media => RowOf(sample, chunk.Text, media))).ToArray();
        return new MatchItem(new(rows, [.. rows.Select(Model.CostOf)]), [.. chunks.Select(chunk => chunk.Images.Count)]);
    }

    protected override void Run(ImageTextClassifier model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item) => ToStat(item is MatchItem match ? Figures(match) : []);

    private ImageTextRow RowOf(Sample sample, string text, Media media) =>
        new(Model.Images.Prepare(ImageFlip.Of(Model.Images.Decode(sample, media), options.HorizontalFlip, options.VerticalFlip)), Model.Texts.Prepare(text));

    private IEnumerable<double> Figures(MatchItem match)
    {
        var at = 0;
        foreach (var count in match.Counts)
        {
            yield return options.ReduceMode.Of([.. match.Rows.Results[at..(at + count)].Select(said => ScoreRule.Softmax(said.Logits)[1])]);
            at += count;
        }
    }

    private sealed class MatchItem(ModelRows<ImageTextRow, Classification> rows, int[] counts) : RowsItem<ImageTextRow, Classification>(rows)
    {
        public int[] Counts => counts;
    }
}

/// <summary>Options of <c>image_text_matching_filter</c>.</summary>
internal sealed record ImageTextMatchingFilterOptions : ImageTextFilterOptions
{
    /// <summary>The folder of a model that reads a text and a picture together.</summary>
    [PathOption]
    public string HfBlip { get; init; } = "Salesforce/blip-itm-base-coco";

    /// <summary>The lowest probability to keep.</summary>
    public double MinScore { get; init; } = 0.003;

    /// <summary>The highest probability to keep.</summary>
    public double MaxScore { get; init; } = 1;

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_blip", HfBlip)];
}
