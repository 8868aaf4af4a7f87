using System.ComponentModel.DataAnnotations;
using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Filtering;

/// <summary>
/// Keeps samples whose text is like another column's: the cosine of the vectors that CLIP gives them is between <c>min_score</c> and <c>max_score</c>. Where one of the
/// two is empty the sample stays. Texts longer than the model reads are cut.
/// </summary>
[Operator("text_pair_similarity_filter", Example = "{ hf_clip: models/clip, text_key_second: caption }", Job = SurveyJob.Alignment)]
internal sealed class TextPairSimilarityFilter(TextPairSimilarityFilterOptions options)
    : FiguresFilter<TextEmbedder>(options, options.HfClip, "text_pair_similarity", options.Interval, options.AnyOrAll)
{
    public override RowSchema Describe(RowSchema input)
    {
        TextColumns.Require(input, options.TextKeySecond);
        return base.Describe(input);
    }

    protected override TextEmbedder Bind(ModelSession session) => session.AsDualEncoder().Texts;

    protected override DeviceItem? Ask(Sample sample) =>
        sample.Text.Length > 0 && TextColumns.Of(sample, options.TextKeySecond) is { Length: > 0 } second ? Model.Ask(sample.Text, second) : null;

    protected override void Run(TextEmbedder model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item) =>
        ToStat(item is RowsItem<TokenRow, float[]> { Rows.Results: [var first, var second] } ? [DualEncoder.Cosine(first, second)] : []);
}

/// <summary>Options of <c>text_pair_similarity_filter</c>.</summary>
internal sealed record TextPairSimilarityFilterOptions : ModelFilterOptions
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

    /// <summary>The column of the other text.</summary>
    [Required, MinLength(1)]
    public string TextKeySecond { get; init; } = "";

    /// <summary>Of no effect: there is one pair.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_clip", HfClip)];
}
