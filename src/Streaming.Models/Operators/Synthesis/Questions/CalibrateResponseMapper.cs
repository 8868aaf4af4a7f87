using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model correct answers by the sample's text. An answer of the wrong form is a reject, with its text.</summary>
[Operator("calibrate_response_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class CalibrateResponseMapper(CalibrateOptions options) : QaRewriter(options, QaPart.Answer, Task, "{reference}\n{qa_pair}")
{
    private const string Task = "You check the answer of a pair against a reference, and make it correct and detailed by what the reference says, so that it still answers the given question. Write the new answer and nothing else.";

    private readonly PromptTemplate _reference = new("reference_template", options.ReferenceTemplate);

    protected override string ReferenceOf(Sample sample) => _reference.Fill(("reference", sample.Text));
}
