using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Rewriting;

/// <summary>Has a model make one caption of two, as CapsFusion does: the facts and names of the one that came with the picture, the form of the one that a model wrote.</summary>
[Operator("caption_fusion_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, synthetic_key: text }")]
internal sealed class CaptionFusionMapper(CaptionFusionOptions options) : Rewriter(options, Task)
{
    private const string Task =
        "You make one caption of two captions of the same picture. The first is from the web: it has names and facts, but is untidy. The second was written by a model: it is well formed, but general and sometimes wrong. "
        + "Write one well-formed sentence or two with what the picture shows and the facts of the first, and nothing that neither says. Write the caption and nothing else.";

    protected override IReadOnlyList<string> More => [options.SyntheticKey];

    protected override string PromptOf(Sample sample, string text) => $"First: {text}\nSecond: {SampleText.Of(sample, options.SyntheticKey)}";
}

/// <summary>Options of <c>caption_fusion_mapper</c>.</summary>
internal sealed record CaptionFusionOptions : RewriteOptions
{
    /// <summary>The column of captions that a model wrote.</summary>
    [Required, MinLength(1)]
    public string SyntheticKey { get; init; } = "";
}
