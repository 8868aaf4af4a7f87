using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model correct questions by the sample's text, so that the same answers still fit. An answer of the wrong form is a reject, with its text.</summary>
[Operator("calibrate_query_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class CalibrateQueryMapper(CalibrateOptions options) : QaRewriter(options, QaPart.Question, Task, "{reference}\n{qa_pair}")
{
    private const string Task = "You check the question of a pair against a reference, and make it more exact and detailed by what the reference says, so that the given answer still answers it. Write the new question and nothing else.";

    private readonly PromptTemplate _reference = new("reference_template", options.ReferenceTemplate);

    protected override string ReferenceOf(Sample sample) => _reference.Fill(("reference", sample.Text));
}
