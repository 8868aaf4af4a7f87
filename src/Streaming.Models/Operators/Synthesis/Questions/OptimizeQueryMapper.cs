using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model make questions more specific, so that the same answers still fit. An answer of the wrong form is a reject, with its text.</summary>
[Operator("optimize_query_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class OptimizeQueryMapper(OptimizeOptions options) : QaRewriter(options, QaPart.Question, Task, "This is the pair:\n{}")
{
    private const string Task = "You improve the question of a pair: make it more detailed and specific, so that the given answer still answers it. Write the new question and nothing else.";
}
