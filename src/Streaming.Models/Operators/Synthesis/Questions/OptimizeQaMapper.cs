using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model make questions and their answers more detailed and exact. An answer of the wrong form is a reject, with its text.</summary>
[Operator("optimize_qa_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class OptimizeQaMapper(OptimizeOptions options) : QaRewriter(options, QaPart.Both, Task, "This is the pair:\n{}")
{
    private const string Task = "You improve pairs of a question and an answer: make both more detailed and more exact, and keep what they are about. " + PairForm;
}
