using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Judging;

/// <summary>Keeps samples whose difficulty, as a model judges it (language, concepts, prior knowledge, steps, ambiguity), is in a range. The stats are <c>llm_difficulty_score</c> and <c>llm_difficulty_record</c>, the whole judgement.</summary>
[Operator("llm_difficulty_score_filter", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class LlmDifficultyScoreFilter(LlmScoreOptions options) : LlmScoreFilter(options, "llm_difficulty", "how difficult the contents are", Dimensions)
{
    private static readonly (string, string)[] Dimensions =
    [
        ("linguistic_complexity", "how rare its words and how involved its sentences are"),
        ("conceptual_depth", "how abstract its ideas are"),
        ("prior_knowledge", "how much of a field must be known"),
        ("step_complexity", "how many steps a solution takes"),
        ("ambiguity", "how many readings it allows"),
    ];
}
