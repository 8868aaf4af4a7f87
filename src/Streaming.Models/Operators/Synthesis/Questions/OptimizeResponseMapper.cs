using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model make answers more detailed and specific. An answer of the wrong form is a reject, with its text.</summary>
[Operator("optimize_response_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class OptimizeResponseMapper(OptimizeOptions options) : QaRewriter(options, QaPart.Answer, Task, "This is the pair:\n{}")
{
    private const string Task = "You improve the answer of a pair: make it more detailed and specific, so that it still answers the given question. Write the new answer and nothing else.";
}
