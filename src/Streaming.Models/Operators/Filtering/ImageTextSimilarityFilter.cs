using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>
/// Keeps samples whose texts and pictures belong together: CLIP's logit divided by 100 (the cosine, of trained models) is between <c>min_score</c> and <c>max_score</c>,
/// one figure for each chunk that has pictures. A sample without pictures stays.
/// </summary>
[Operator("image_text_similarity_filter", Example = "{ hf_clip: models/clip, min_score: 0.2 }", Job = SurveyJob.Alignment)]
internal sealed class ImageTextSimilarityFilter(ImageTextSimilarityFilterOptions options)
    : ChunkSimilarityFilter(options, options.HfClip, "image_text_similarity", options.Interval);

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
