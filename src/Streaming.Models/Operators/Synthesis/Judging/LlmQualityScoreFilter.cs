using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Judging;

/// <summary>Keeps samples whose quality, as a model judges it (accuracy, grammar, informativeness, coherence), is in a range. The stats are <c>llm_quality_score</c> and <c>llm_quality_record</c>, the whole judgement.</summary>
[Operator("llm_quality_score_filter", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class LlmQualityScoreFilter(LlmScoreOptions options) : LlmScoreFilter(options, "llm_quality", "the quality", Dimensions)
{
    private static readonly (string, string)[] Dimensions =
    [
        ("accuracy", "what is said is true and can be checked; invented facts weigh most"),
        ("grammar", "it is correct and fluent"),
        ("informativeness", "it is deep and useful"),
        ("coherence", "it hangs together and does not contradict itself"),
    ];
}
