using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Options of operators that rewrite questions and answers. An empty prompt, template or pattern is the operator's own.</summary>
internal abstract record QaOptions : DataJuicerOptions
{
    /// <summary>What the model is told to do.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>What is put before it, with <c>{}</c> (or <c>{reference}</c> and <c>{qa_pair}</c>) for what the other templates give.</summary>
    public string InputTemplate { get; init; } = "";

    /// <summary>How a question and its answer are written, with <c>{}</c> for each.</summary>
    public string QaPairTemplate { get; init; } = "";

    /// <summary>A regular expression whose two groups are the new question and the new answer.</summary>
    public string OutputPattern { get; init; } = "";

    /// <summary>The column of questions.</summary>
    public string QueryKey { get; init; } = "query";

    /// <summary>The column of answers.</summary>
    public string ResponseKey { get; init; } = "response";

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        [.. base.Validate(baseFolder), .. OptionCheck.Of("input_template", () => new PromptTemplate("input_template", InputTemplate)),
            .. OptionCheck.Of("qa_pair_template", () => new PromptTemplate("qa_pair_template", QaPairTemplate)), .. OptionCheck.Of("output_pattern", () => new BoundedPattern("output_pattern", OutputPattern))];
}
