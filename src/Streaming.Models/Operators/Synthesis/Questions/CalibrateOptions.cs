using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Options of <c>calibrate_qa_mapper</c>, <c>calibrate_query_mapper</c> and <c>calibrate_response_mapper</c>.</summary>
internal sealed record CalibrateOptions : QaOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string ApiModel { get; init; } = "gpt-4o";

    /// <summary>How the sample's text, the reference, is written, with <c>{}</c> for it.</summary>
    public string ReferenceTemplate { get; init; } = "### Reference\n{}";

    internal override string NamedModel => ApiModel;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        [.. base.Validate(baseFolder), .. OptionCheck.Of("reference_template", () => new PromptTemplate("reference_template", ReferenceTemplate))];
}
