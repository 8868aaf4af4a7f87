using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Has a model correct questions and answers by the sample's text. An answer of the wrong form is a reject, with its text.</summary>
[Operator("calibrate_qa_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3 }")]
internal sealed class CalibrateQaMapper(CalibrateOptions options) : QaRewriter(options, QaPart.Both, Task, "{reference}\n{qa_pair}")
{
    private const string Task = "You check a pair of a question and an answer against a reference, and correct and complete both by what the reference says. " + PairForm;

    private readonly PromptTemplate _reference = new("reference_template", options.ReferenceTemplate);

    protected override string ReferenceOf(Sample sample) => _reference.Fill(("reference", sample.Text));
}
