using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;
using Streaming.Models.Operators.Filtering;

namespace Streaming.Operators.Images.Reading;

/// <summary>
/// Keeps samples whose texts and pictures belong together when the writing in the pictures is painted over: what CLIP matched by reading is matched no more (T-MARS, Maini et al., arXiv 2307.03132). One figure for each chunk that has
/// pictures; a sample without pictures stays.
/// </summary>
/// <remarks>
/// The writing is read by Tesseract, where the machine has it, and painted over with the mean colour around each word, for the model alone: the sample keeps its pictures. The paper keeps the better half by this figure: that is
/// <c>topk_specified_field_selector</c> or a quantile selector with <c>field_key: __dj__stats__.masked_image_text_similarity</c> behind a <c>min_score</c> that keeps all.
/// </remarks>
[Operator("masked_image_text_similarity_filter", Example = "{ hf_clip: models/clip, min_score: 0.2 }", Job = SurveyJob.Alignment)]
internal sealed class MaskedImageTextSimilarityFilter(MaskedImageTextSimilarityFilterOptions options)
    : ChunkSimilarityFilter(options, options.HfClip, "masked_image_text_similarity", options.Interval)
{
    private readonly WritingReader _reader = new(options.Language, options.PageMode, options.MinConfidence, options.Timeout);

    public override IReadOnlyList<KeyValuePair<string, string>> Runtimes => [.. base.Runtimes, .. WritingReader.Runtimes];

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        _ = TesseractProgram.Required;
        await base.OpenAsync(context);
    }

    protected override RgbImage Seen(RgbImage picture) => WritingCover.Paint(picture, _reader.Read(picture), options.MarginPixels);
}

/// <summary>Options of <c>masked_image_text_similarity_filter</c>.</summary>
internal sealed record MaskedImageTextSimilarityFilterOptions : ImageTextFilterOptions, IValidatesOptions
{
    /// <summary>The folder of a CLIP model.</summary>
    [PathOption]
    public string HfClip { get; init; } = "openai/clip-vit-base-patch32";

    /// <summary>The lowest similarity to keep.</summary>
    public double MinScore { get; init; } = 0.1;

    /// <summary>The highest similarity to keep.</summary>
    public double MaxScore { get; init; } = 1;

    /// <summary>The languages to read, by Tesseract's names: <c>eng</c>, <c>eng+deu</c>. They must be installed.</summary>
    public string Language { get; init; } = "eng";

    /// <summary>Tesseract's page segmentation mode; 11 looks for writing anywhere in the picture.</summary>
    [Range(3, 13)]
    public int PageMode { get; init; } = 11;

    /// <summary>The least confidence of a word, of 0 to 100.</summary>
    [Range(0.0, 100.0)]
    public double MinConfidence { get; init; } = 60;

    /// <summary>How long Tesseract may take over one picture; then it is ended, and the sample is a dead letter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>By how many pixels the boxes of words are widened before they are painted over.</summary>
    [Range(0, 256)]
    public int MarginPixels { get; init; } = 2;

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_clip", HfClip)];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) => [.. base.Validate(baseFolder), .. WritingReader.Problems(Language)];
}
